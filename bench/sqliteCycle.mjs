// The facade's cycle on SQLite compared with the same driver's raw prepared statements: same table, same indexes, same durability,
// ids and dates of the same form, one run. Ids that ascend would flatter the raw side by a tenth: SQLite appends to an index
// then, where random ones change a page somewhere in it.
import { IdentityDeletionModule } from "identity-deletion-process";
import { SqlitePersistence } from "identity-deletion-process/sqlite";
import Database from "libsql";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { figure, inTurn, microsecondsEach } from "./measure.mjs";
import { cycle, person } from "./people.mjs";

const rounds = 21;
const cyclesPerRound = 150;
/** A host runs for weeks: both sides are measured once the engine has compiled them, which takes a few thousand cycles. */
const cyclesToWarmUp = 6000;

export async function sqliteCycle(folder) {
    const rawFile = join(folder, "raw.db");
    await createTables(rawFile);
    const raw = rawCycle(rawFile);

    const module = await IdentityDeletionModule.create({
        lifecycle: "elsewhere",
        persistence: SqlitePersistence.open(join(folder, "facade.db"))
    });
    const facade = module.forIdentity(person(1)).identityDeletionProcesses;

    const firstCycles = await microsecondsEach(cyclesPerRound, () => cycle(facade));
    const firstRawCycles = await microsecondsEach(cyclesPerRound, raw.cycle);
    await microsecondsEach(cyclesToWarmUp, () => cycle(facade));
    await microsecondsEach(cyclesToWarmUp, raw.cycle);
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
        figure("SQLite: facade cycle / raw cycle", ratio, "×", 1.15),
        figure("SQLite: the same, first 150 cycles of the program", firstCycles / firstRawCycles, "×")
    ];
}

async function createTables(file) {
    const module = await IdentityDeletionModule.create({
        lifecycle: "elsewhere",
        persistence: SqlitePersistence.open(file)
    });
    await module.close();
}

/** What the cycle costs when nothing but the driver is between the program and the file. */
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

    const { address, deviceId } = person(1);
    let count = 0;
    return {
        cycle() {
            const now = new Date();
            const createdAt = now.toISOString();
            const gracePeriodEndsAt = new Date(now.getTime() + gracePeriodInMs).toISOString();
            const id = `IDP${randomText(17)}`;
            const key = `${String(count++).padStart(8, "0")}${randomText(18)}`;
            const lookup = `${address}#${id}`;
            const process = { id, status: "Active", createdAt, createdByDevice: deviceId, gracePeriodEndsAt };
            const active = JSON.stringify({ process });
            insert.run(key, address, address, lookup, 1, createdAt, gracePeriodEndsAt, 0, active);
            select.all(address);
            select.all(address);
            const cancelled = JSON.stringify({
                process: { ...process, status: "Cancelled", cancelledAt: createdAt, cancelledByDevice: deviceId }
            });
            update.run(key, lookup, 2, createdAt, null, 0, cancelled, key, address, 1);
        },
        close: () => database.close()
    };
}

const gracePeriodInMs = 14 * 86_400_000;

function randomText(length) {
    return randomBytes(length).toString("hex").slice(0, length);
}
