// The facade's cycle on SQLite beside the same driver's raw prepared statements: same table, same durability, one run.
import { IdentityDeletionModule } from "identity-deletion-process";
import { SqlitePersistence } from "identity-deletion-process/sqlite";
import Database from "libsql";
import { join } from "node:path";
import { figure, inTurn, microsecondsEach } from "./measure.mjs";
import { cycle, person } from "./people.mjs";

const rounds = 21;
const cyclesPerRound = 150;

export async function sqliteCycle(folder) {
    const rawFile = join(folder, "raw.db");
    await createTables(rawFile);
    const raw = rawCycle(rawFile);

    const module = await IdentityDeletionModule.create({
        persistence: SqlitePersistence.open(join(folder, "facade.db"))
    });
    const facade = module.forIdentity(person(1)).identityDeletionProcesses;

    await microsecondsEach(cyclesPerRound, () => cycle(facade));
    await microsecondsEach(cyclesPerRound, raw.cycle);
    const { first, second, ratio } = await inTurn(
        rounds,
        () => microsecondsEach(cyclesPerRound, () => cycle(facade)),
        () => microsecondsEach(cyclesPerRound, raw.cycle)
    );
    await module.close();
    raw.close();
    return [
        figure("SQLite: raw cycle of four prepared statements", second, "µs"),
        figure("SQLite: facade cycle (initiate, get active, cancel)", first, "µs"),
        figure("SQLite: facade cycle / raw cycle", ratio, "×", 1.15)
    ];
}

async function createTables(file) {
    const module = await IdentityDeletionModule.create({ persistence: SqlitePersistence.open(file) });
    await module.close();
}

/** What the cycle costs when nothing but the driver stands between the program and the file. */
function rawCycle(file) {
    const database = new Database(file);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    const columns = "key, identity_key, slot, lookup, revision, created_at, due_at, unsettled, data";
    const insert = database.prepare(
        `INSERT INTO identity_deletion_process (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
    );
    const select = database.prepare(
        `SELECT ${columns} FROM identity_deletion_process WHERE slot = ?1
         UNION ALL
         SELECT ${columns} FROM identity_deletion_process WHERE identity_key = ?1 AND unsettled = 1 AND slot <> ?1`
    );
    const update = database.prepare(
        `UPDATE identity_deletion_process
         SET slot = ?, lookup = ?, revision = ?, created_at = ?, due_at = ?, unsettled = ?, data = ?
         WHERE key = ? AND identity_key = ? AND revision = ?`
    );

    const { address } = person(1);
    const now = "2026-11-23T10:00:00.000Z";
    const end = "2026-12-07T10:00:00.000Z";
    const properties = {
        status: "Active",
        createdAt: now,
        createdByDevice: person(1).deviceId,
        gracePeriodEndsAt: end
    };
    let count = 0;
    return {
        cycle() {
            const number = String(count++).padStart(17, "0");
            const key = `00000000${number}0`;
            const lookup = `${address}#IDP${number}`;
            const process = { id: `IDP${number}`, ...properties };
            insert.run(key, address, address, lookup, 1, now, end, 0, JSON.stringify({ process }));
            select.all(address);
            select.all(address);
            const cancelled = {
                ...process,
                status: "Cancelled",
                cancelledAt: now,
                cancelledByDevice: properties.createdByDevice
            };
            update.run(key, lookup, 2, now, null, 0, JSON.stringify({ process: cancelled }), key, address, 1);
        },
        close: () => database.close()
    };
}
