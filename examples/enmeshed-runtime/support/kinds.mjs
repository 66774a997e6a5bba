import { join } from "node:path";
import { attachTo } from "identity-deletion-process/enmeshed";
import { SqlitePersistence } from "identity-deletion-process/sqlite";
import { ExampleRuntime } from "./ExampleRuntime.mjs";

/** What a Runtime of a folder is started with: as it is, with the module, or with the module and a store that is durable. */
export async function deviceOf(kind, url, folder) {
    return await ExampleRuntime.start(url, { folder, attach: attachOf(kind, folder) });
}

export function attachOf(kind, folder) {
    if (kind === "stock") return undefined;
    if (kind === "attached") return attachTo;
    return async (account, transport) => {
        const persistence = SqlitePersistence.open(join(folder, "deletion.db"));
        const deletion = await attachTo(account, transport, { persistence });
        return deletion;
    };
}

/** Kills a process that initiates, after the Backbone has dealt with it and before its answer arrives. */
export async function killBeforeTheAnswer(world, spawn, kind, folder) {
    const first = await deviceOf(kind, world.server.url, folder);
    const address = first.account.identity.address.toString();
    await first.stop();
    const started = new Promise((resolve) => {
        world.backbone.chooseFault = (request) => {
            if (request !== "initiate") return undefined;
            setImmediate(resolve);
            return { delayInMs: 3_000, before: "response" };
        };
    });
    const child = spawn(kind, world.server.url, folder);
    const ended = new Promise((resolve) => child.once("exit", resolve));
    await started;
    child.kill("SIGKILL");
    await ended;
    world.backbone.chooseFault = undefined;
    return world.backbone.processesOf(address).filter(({ status }) => status === "Active");
}

export async function restarted(world, kind, folder) {
    const again = await deviceOf(kind, world.server.url, folder);
    world.runtimes.push(again);
    return again;
}
