// A small host runtime, as you might write one: it has a tsyringe container and an event bus of its own, hands the module
// a SQLite file, and lets two people use it. It imports the built package by its name, like any other user. Run it with
// `npm start`; it tells its story on standard output and removes its file at the end. With `--backbone` and an address, a
// Backbone decides: see withBackbone.mjs.
import "reflect-metadata";
import { EventEmitter2EventBus } from "@js-soft/ts-utils";
import { IdentityDeletionModule, IdentityDeletionProcessStatusChangedEvent } from "identity-deletion-process";
import { SqlitePersistence } from "identity-deletion-process/sqlite";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { container } from "tsyringe";
import { chapter, sayEvent, sayHistory, sayResult, sayThat } from "./story.mjs";
import { wholeLife } from "./wholeLife.mjs";
import { withBackbone } from "./withBackbone.mjs";

const anna = {
    name: "Anna",
    address: "did:e:example.org:dids:0a1b2c3d4e5f60718293ff",
    deviceId: "DVCannasphone0000001"
};
const ben = { name: "Ben", address: "did:e:example.org:dids:99887766554433221100aa", deviceId: "DVCbenslaptop0000001" };

/** What a host does when it starts: its own container, its own bus, the module in both. */
async function startHost(databaseFile) {
    const hostContainer = container.createChildContainer();
    const eventBus = new EventEmitter2EventBus((error) => console.error("An event handler failed:", error));
    await IdentityDeletionModule.register(hostContainer, {
        persistence: SqlitePersistence.open(databaseFile),
        eventBus,
        // These chapters last a moment; the last one shows who reminds people and deletes their data.
        lifecycle: "elsewhere"
    });
    return { eventBus, module: hostContainer.resolve(IdentityDeletionModule) };
}

async function firstRun(databaseFile) {
    const { eventBus, module } = await startHost(databaseFile);
    eventBus.subscribe(IdentityDeletionProcessStatusChangedEvent, sayEvent);
    const annas = module.forIdentity(anna).identityDeletionProcesses;
    const bens = module.forIdentity(ben).identityDeletionProcesses;

    chapter("Anna wants to delete her Identity");
    sayResult("Anna initiates", await annas.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 14 }));
    sayResult("What is active?", await annas.getActiveIdentityDeletionProcess());
    sayResult("She taps the button again", await annas.initiateIdentityDeletionProcess());

    chapter("Ben knows nothing of it");
    sayResult("What is active for Ben?", await bens.getActiveIdentityDeletionProcess());
    const annasProcess = (await annas.getActiveIdentityDeletionProcess()).value;
    sayResult("Ben guesses Anna's process id", await bens.getIdentityDeletionProcess({ id: annasProcess.id }));
    sayResult(
        "Ben initiates, with half a day",
        await bens.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 0.5 })
    );

    chapter("Anna changes her mind");
    sayResult("Anna cancels", await annas.cancelIdentityDeletionProcess());
    sayResult("She cancels once more", await annas.cancelIdentityDeletionProcess());
    sayResult(
        "And starts again, with 30 days",
        await annas.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 30 })
    );

    await module.close();
    eventBus.close();
}

async function afterRestart(databaseFile) {
    const { module } = await startHost(databaseFile);
    for (const person of [anna, ben]) {
        const { identityDeletionProcesses } = module.forIdentity(person);
        sayHistory(person.name, await identityDeletionProcesses.getIdentityDeletionProcesses());
    }
    await module.close();
}

async function withoutBackbone(folder, databaseFile) {
    await firstRun(databaseFile);
    chapter("The host is restarted: a new process, the same file");
    execFileSync(process.execPath, [fileURLToPath(import.meta.url), databaseFile], { stdio: "inherit" });
    sayThat("Everything that was answered is still there.");
    await wholeLife(folder);
}

const [, , first, url] = process.argv;
const namesBackbone = first === "--backbone" && url !== undefined;
if (first?.startsWith("-") && !namesBackbone) {
    console.error("usage: node examples/host/main.mjs [--backbone <url>]");
    process.exitCode = 2;
} else if (first !== undefined && !namesBackbone) {
    // A restart of this program, over the database of the run before.
    await afterRestart(first);
} else {
    const folder = mkdtempSync(join(tmpdir(), "identity-deletion-example-"));
    try {
        const databaseFile = join(folder, "identities.db");
        if (namesBackbone) await withBackbone(url, process.env, databaseFile);
        else await withoutBackbone(folder, databaseFile);
    } catch (error) {
        console.error(error.message);
        process.exitCode = 1;
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}
