// The facade's cycle against a Backbone over HTTP on this machine, compared with bare `fetch` with the same two requests, and on
// SQLite compared with bare `fetch` with the same two requests and the same four durable writes.
// A program of its own: `node bench/backbone.mjs` over dist/, or over another build: `node bench/backbone.mjs <folder>`.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { figure, inTurn, microsecondsEach } from "./measure.mjs";
import { must } from "./people.mjs";

const require = createRequire(import.meta.url);
const build = resolve(process.argv[2] ?? fileURLToPath(new URL("../dist", import.meta.url)));
const { IdentityDeletionModule } = require(`${build}/index.js`);
const { InMemoryPersistence } = require(`${build}/adapters/memory/index.js`);
const { SqlitePersistence } = require(`${build}/adapters/sqlite/index.js`);
const { BackboneAuthority } = require(`${build}/backbone/index.js`);

const rounds = 21;
const cyclesPerRound = 100;
/** A host runs for days; what the engine has yet to compile is not what is measured. */
const warmUpRounds = 15;
const path = "/api/v2/Identities/Self/DeletionProcesses";

const server = fork(fileURLToPath(new URL("./backboneServer.mjs", import.meta.url)), [build]);
const [{ url }] = await once(server, "message");
const folder = mkdtempSync(join(tmpdir(), "identity-deletion-bench-"));
let people = 0;

async function newPerson() {
    const number = people++;
    const address = `did:e:example.org:dids:${number.toString(16).padStart(20, "0")}ff`;
    const person = { address, deviceId: `DVC${String(number).padStart(17, "0")}` };
    const added = once(server, "message");
    server.send(person);
    await added;
    return person;
}

/** One round of the facade's: with a scope and a token of its own, both made before the time is taken. */
async function facadeRound(module) {
    const { identityDeletionProcesses: facade, backbone } = module.forIdentity(await newPerson());
    must(await backbone.synchronize());
    return await microsecondsEach(cyclesPerRound, async () => {
        must(await facade.initiateIdentityDeletionProcess());
        must(await facade.getActiveIdentityDeletionProcess());
        must(await facade.cancelIdentityDeletionProcess());
    });
}

async function bareRound(writes) {
    const { deviceId, address } = await newPerson();
    const body = new URLSearchParams({
        grant_type: "password",
        client_id: "test",
        client_secret: "test",
        username: deviceId,
        password: "password"
    });
    const { access_token } = await (await fetch(`${url}/connect/token`, { method: "POST", body })).json();
    const headers = { Authorization: `Bearer ${access_token}`, "Content-Type": "application/json" };
    return await microsecondsEach(cyclesPerRound, async () => {
        const write = writes?.(address);
        await write?.next();
        const initiated = await fetch(url + path, { method: "POST", headers, body: "{}" });
        const { result } = await initiated.json();
        await write?.next();
        await write?.next();
        const cancelled = await fetch(`${url}${path}/${result.id}/Cancel`, { method: "PUT", headers, body: "{}" });
        if ((await cancelled.json()).result.status !== "Cancelled") throw new Error("It is not cancelled.");
        await write?.next();
    });
}

/** The four writes of a cycle, straight to the store: the intent, the process, the intent to cancel, the end. */
function writesTo(persistence) {
    let count = 0;
    return async function* (identityKey) {
        const key = `bare${String(count++).padStart(12, "0")}`;
        const now = new Date().toISOString();
        const process = { id: `IDP${key}`, status: "Active", createdAt: now, gracePeriodEndsAt: now };
        const record = { key, identityKey, slot: identityKey, lookup: `${identityKey}#${key}`, createdAt: now };
        const next = (revision, slot, unsettled) => ({
            ...record,
            revision,
            slot,
            unsettled,
            dueAt: null,
            data: { process }
        });
        yield await persistence.insert(next(1, identityKey, true));
        yield await persistence.update(next(2, identityKey, false), 1);
        yield await persistence.update(next(3, identityKey, true), 2);
        yield await persistence.update(next(4, key, false), 3);
    };
}

function newModule(persistence) {
    const authority = BackboneAuthority.connect({
        url,
        allowUnencrypted: true,
        clientId: "test",
        clientSecret: "test",
        credentialsOf: ({ deviceId }) => ({ username: deviceId, password: "password" })
    });
    return IdentityDeletionModule.create({ lifecycle: "elsewhere", persistence, authority });
}

async function compare(store, persistence, bare, aim) {
    const module = await newModule(persistence);
    for (let round = 0; round < warmUpRounds; round++) {
        await facadeRound(module);
        await bareRound(bare);
    }
    const { first, second, ratio } = await inTurn(
        rounds,
        () => facadeRound(module),
        () => bareRound(bare)
    );
    await module.close();
    return [
        figure(`${store}: bare cycle`, second, "µs"),
        figure(`${store}: facade cycle (initiate, get active, cancel)`, first, "µs"),
        figure(`${store}: facade cycle / bare cycle`, ratio, "×", aim)
    ];
}

try {
    const bareStore = SqlitePersistence.open(join(folder, "bare.db"));
    await bareStore.open();
    const figures = [
        ...(await compare("Backbone over HTTP, memory", new InMemoryPersistence(), undefined, 1.5)),
        ...(await compare(
            "Backbone over HTTP, SQLite",
            SqlitePersistence.open(join(folder, "facade.db")),
            writesTo(bareStore),
            1.25
        ))
    ];
    await bareStore.close();
    for (const { name, value, unit, aim, met } of figures) {
        const verdict = aim === undefined ? "" : met ? `(aim: at most ${aim})` : `(MISSES its aim: at most ${aim})`;
        process.stdout.write(`${name.padEnd(66)} ${value.toFixed(2).padStart(8)} ${unit} ${verdict}\n`);
    }
} finally {
    server.disconnect();
    server.kill();
    rmSync(folder, { recursive: true });
}
