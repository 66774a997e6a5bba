// LokiJS in memory compared with LokiJS itself, and whether reads cost the same however much history the database holds.
// A program of its own: `node bench/docdb.mjs` over dist/, or over another build: `node bench/docdb.mjs <folder>`.
import { LokiJsConnection } from "@js-soft/docdb-access-loki";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { figure, inTurn, median, microsecondsEach } from "./measure.mjs";
import { cycle, device, must, person } from "./people.mjs";

const require = createRequire(import.meta.url);
const build = resolve(process.argv[2] ?? fileURLToPath(new URL("../dist", import.meta.url)));
const { IdentityDeletionModule } = require(`${build}/index.js`);
const { InMemoryPersistence } = require(`${build}/adapters/memory/index.js`);
const { DocumentDatabasePersistence } = require(`${build}/adapters/docdb/index.js`);

const rounds = 41;
const cyclesPerRound = 2000;
const readsPerRound = 2000;
const few = 10;
const many = 1_000_000;
const databaseName = "bench";

async function facadeOver(connection) {
    const module = await IdentityDeletionModule.create({
        lifecycle: "elsewhere",
        persistence: DocumentDatabasePersistence.overLokiJs({ connection, databaseName })
    });
    return { module, facade: module.forIdentity(person(0)).identityDeletionProcesses };
}

/** What a cycle asks of the database, and no more: look up a free slot, insert, read, read, update. */
function rawCycle(collection, number) {
    const key = `key${number}`;
    const identityKey = person(0).address;
    if (collection.by("slot", identityKey)) throw new Error("The slot is not free.");
    const dates = { createdAt: new Date().toISOString(), dueAt: new Date().toISOString() };
    const process = { id: key, status: "Active", ...dates, createdByDevice: device };
    const lookup = `${identityKey}#${key}`;
    collection.insert({ key, identityKey, slot: identityKey, lookup, revision: 1, ...dates, data: { process } });
    if (!collection.by("slot", identityKey)) throw new Error("Nothing was inserted.");
    const stored = collection.by("slot", identityKey);
    collection.update({ ...stored, slot: key, revision: 2, data: { process: { ...process, status: "Cancelled" } } });
}

async function cycles() {
    const { first, second, ratio } = await inTurn(
        rounds,
        async () => {
            const connection = LokiJsConnection.inMemory();
            const { module, facade } = await facadeOver(connection);
            const result = await microsecondsEach(cyclesPerRound, () => cycle(facade));
            await module.close();
            await connection.close();
            return result;
        },
        async () => {
            const connection = LokiJsConnection.inMemory();
            const database = await connection.getDatabase(databaseName);
            const { collection } = await database.getCollection("raw", ["key", "slot", "lookup"]);
            const result = await microsecondsEach(cyclesPerRound, async (number) => rawCycle(collection, number));
            await connection.close();
            return result;
        }
    );
    return [
        figure("LokiJS in memory: facade cycle (initiate, get active, cancel)", first, "µs", 10),
        figure("LokiJS in memory: the same by LokiJS itself", second, "µs"),
        figure("LokiJS in memory: facade / LokiJS itself", ratio, "×")
    ];
}

/** The same facade over the memory store, so that what LokiJS adds can be separated from what the module costs. */
async function memoryCycles() {
    const results = [];
    for (let round = 0; round < rounds; round++) {
        const module = await IdentityDeletionModule.create({
            lifecycle: "elsewhere",
            persistence: new InMemoryPersistence()
        });
        const facade = module.forIdentity(person(0)).identityDeletionProcesses;
        results.push(await microsecondsEach(cyclesPerRound, () => cycle(facade)));
        await module.close();
    }
    return [figure("Memory store: facade cycle, for comparison", median(results), "µs")];
}

/** Half of the old records are the reader's own, half are other people's. */
async function readerAmong(count) {
    const connection = LokiJsConnection.inMemory();
    const { module, facade } = await facadeOver(connection);
    const { id } = must(await facade.initiateIdentityDeletionProcess());
    const database = await connection.getDatabase(databaseName);
    const collection = await database.getCollection("IdentityDeletionProcesses");
    for (let number = 0; number < count; number++) await collection.create(oldDocument(number));
    return {
        active: async () => must(await facade.getActiveIdentityDeletionProcess()),
        byId: async () => must(await facade.getIdentityDeletionProcess({ id })),
        close: async () => {
            await module.close();
            await connection.close();
        }
    };
}

function oldDocument(number) {
    const { address } = person(number % 2 === 0 ? 0 : number);
    const key = `old${number}`;
    const id = `IDP${number.toString(36).padStart(17, "0")}`;
    const createdAt = new Date(1_600_000_000_000 + number).toISOString();
    return {
        ...{ key, identityKey: address, slot: key, lookup: `${address}#${id}`, revision: 2, createdAt },
        ...{ dueAt: null, unsettled: false, data: { process: { id, status: "Cancelled", createdAt } } }
    };
}

async function history() {
    const small = await readerAmong(few);
    const large = await readerAmong(many);
    const figures = [];
    for (const [name, read] of Object.entries({ "get active": "active", "get by id": "byId" })) {
        const { first, second, ratio } = await inTurn(
            rounds,
            () => microsecondsEach(readsPerRound, large[read]),
            () => microsecondsEach(readsPerRound, small[read])
        );
        figures.push(
            figure(`LokiJS: ${name} with ${few} old records`, second, "µs"),
            figure(`LokiJS: ${name} with ${many.toLocaleString("en")} old records`, first, "µs"),
            figure(`LokiJS: ${name}, many / few`, ratio, "×", 1.2)
        );
    }
    await small.close();
    await large.close();
    return figures;
}

for (const { name, value, unit, aim, met } of [...(await cycles()), ...(await memoryCycles()), ...(await history())]) {
    const verdict = aim === undefined ? "" : met ? `(aim: at most ${aim})` : `(MISSES its aim: at most ${aim})`;
    process.stdout.write(`${name.padEnd(66)} ${value.toFixed(2).padStart(8)} ${unit} ${verdict}\n`);
}
