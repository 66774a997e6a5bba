// Whether reads cost the same however much history the store holds: 10 old records compared with 1,000,000.
import { IdentityDeletionModule } from "identity-deletion-process";
import { InMemoryPersistence } from "identity-deletion-process/memory";
import { SqlitePersistence } from "identity-deletion-process/sqlite";
import Database from "libsql";
import { join } from "node:path";
import { figure, inTurn, microsecondsEach } from "./measure.mjs";
import { must, person } from "./people.mjs";

const few = 10;
const many = 1_000_000;
const rounds = 31;
const readsPerRound = 500;

export async function history(folder) {
    return [
        ...(await compare("SQLite", (count) => sqliteWith(join(folder, `history-${count}.db`), count))),
        ...(await compare("Memory", memoryWith))
    ];
}

async function compare(store, storeWith) {
    const small = await readerOf(await storeWith(few));
    const large = await readerOf(await storeWith(many));
    const figures = [];
    for (const [name, read] of [
        ["get active", "active"],
        ["get by id", "byId"]
    ]) {
        const { first, second, ratio } = await inTurn(
            rounds,
            () => microsecondsEach(readsPerRound, large[read]),
            () => microsecondsEach(readsPerRound, small[read])
        );
        figures.push(
            figure(`${store}: ${name} with ${few} old records`, second, "µs"),
            figure(`${store}: ${name} with ${many.toLocaleString("en")} old records`, first, "µs"),
            figure(`${store}: ${name}, many / few`, ratio, "×", 1.2)
        );
    }
    await small.close();
    await large.close();
    return figures;
}

/** Half of the old records are the reader's own, half are other people's; the reader has an active process, too. */
async function readerOf(persistence) {
    const module = await IdentityDeletionModule.create({ lifecycle: "elsewhere", persistence });
    const facade = module.forIdentity(person(0)).identityDeletionProcesses;
    const { id } = must(await facade.initiateIdentityDeletionProcess());
    return {
        active: async () => must(await facade.getActiveIdentityDeletionProcess()),
        byId: async () => must(await facade.getIdentityDeletionProcess({ id })),
        close: () => module.close()
    };
}

function oldRecord(number) {
    const { address } = person(number % 2 === 0 ? 0 : number);
    const id = `IDP${number.toString(36).padStart(17, "0")}`;
    const key = `old${number.toString(36).padStart(20, "0")}`;
    const createdAt = new Date(Date.UTC(2020, 0, 1) + number * 1000).toISOString();
    const process = { id, status: "Cancelled", createdAt, cancelledAt: createdAt };
    const lookup = `${address}#${id}`;
    const data = { process };
    return {
        key,
        identityKey: address,
        slot: key,
        lookup,
        revision: 2,
        createdAt,
        dueAt: null,
        unsettled: false,
        data
    };
}

async function memoryWith(count) {
    const persistence = new InMemoryPersistence();
    await persistence.open();
    for (let number = 0; number < count; number++) await persistence.insert(oldRecord(number));
    return persistence;
}

/** Straight into the table, in large transactions: a million durable inserts one by one would take minutes. */
async function sqliteWith(file, count) {
    const module = await IdentityDeletionModule.create({
        lifecycle: "elsewhere",
        persistence: SqlitePersistence.open(file)
    });
    await module.close();
    const database = new Database(file);
    const insert = database.prepare(
        `INSERT INTO identity_deletion_process
         (key, identity_key, slot, lookup, revision, created_at, due_at, unsettled, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
    );
    for (let start = 0; start < count; start += 50_000) {
        database.exec("BEGIN");
        for (let number = start; number < Math.min(start + 50_000, count); number++) {
            const { key, identityKey, slot, lookup, revision, createdAt, dueAt, data } = oldRecord(number);
            insert.run(key, identityKey, slot, lookup, revision, createdAt, dueAt, 0, JSON.stringify(data));
        }
        database.exec("COMMIT");
    }
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    database.close();
    return SqlitePersistence.open(file);
}
