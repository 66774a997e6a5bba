// The lifecycle on SQLite, in one process: a part of bench/lifecycle.mjs. The process that drains is one of its own, so that
// its memory is not that of the process that has filled the file.
import { IdentityDeletionModule } from "identity-deletion-process";
import { Lifecycle } from "identity-deletion-process/lifecycle";
import { SqlitePersistence } from "identity-deletion-process/sqlite";
import Database from "libsql";
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { pseudonymKey } from "./lifecycleStore.mjs";
import { figure } from "./measure.mjs";

const thisFile = fileURLToPath(import.meta.url);

/** How many processes a second are deleted, and what one costs. */
export async function lifecycleSqlite(due, concurrency) {
    const folder = mkdtempSync(join(process.env.BENCH_FOLDER ?? tmpdir(), "identity-deletion-bench-"));
    try {
        const file = join(folder, "due.db");
        await fill(file, due);
        const worker = fork(thisFile, [JSON.stringify({ file, concurrency })]);
        const result = await new Promise((resolve, reject) => {
            worker.once("message", resolve);
            worker.once("exit", () => reject(new Error("The worker has ended without a result.")));
        });
        const each = (value, digits) => (value / due).toFixed(digits);
        const { rate, statements, syncs, processorInMs, peakInMb } = result;
        console.error(
            `SQLite, in process: ${rate.toFixed(0)} a second\n  a deletion: ${each(statements, 2)} statements, ` +
                `${each(syncs, 3)} syncs; processor ${each(processorInMs * 1_000, 0)} µs; peak ${peakInMb.toFixed(0)} MB`
        );
        return [figure("Deletions: SQLite, in one process", rate, "/s")];
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

async function moduleOn(persistence, concurrency, observe = () => undefined) {
    const deleters = [{ name: "nothing", deleteIdentityData: async () => undefined }];
    const lifecycle = Lifecycle.configure({ deleters, notifier: "none", concurrency, observer: { observe } });
    return await IdentityDeletionModule.create({ persistence, pseudonymKey, lifecycle });
}

async function fill(file, due) {
    await (await moduleOn(SqlitePersistence.open(file))).close();
    const database = new Database(file);
    const insert = database.prepare(
        `INSERT INTO identity_deletion_process
            (key, identity_key, slot, lookup, revision, created_at, due_at, unsettled, data)
        VALUES (?, ?, ?, ?, 1, ?, ?, 0, ?)`
    );
    const [createdAt, gracePeriodEndsAt] = ["2025-12-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z"];
    const createdByDevice = "DVCbenchmarkdevice01";
    database.exec("BEGIN");
    for (let number = 0; number < due; number++) {
        const address = `did:e:example.org:dids:${number.toString(16).padStart(22, "0")}`;
        const identity = pseudonymKey.identityKeyOf(address);
        const id = `IDP${String(number).padStart(17, "0")}`;
        const process = { id, status: "Active", createdAt, createdByDevice, gracePeriodEndsAt };
        const columns = [`due${String(number).padStart(20, "0")}`, identity, identity, `${identity}#${id}`];
        insert.run(...columns, createdAt, gracePeriodEndsAt, JSON.stringify({ process, address }));
    }
    database.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
    database.close();
}

/** In the process of its own. */
async function drain({ file, concurrency }) {
    const counts = { statements: 0, syncs: 0 };
    let deleted = 0;
    const persistence = SqlitePersistence.open(file, { driver: (path) => counting(new Database(path), counts) });
    const module = await moduleOn(persistence, concurrency, ({ type }) => (deleted += type === "deleted" ? 1 : 0));
    let peak = 0;
    const sampling = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
    Object.assign(counts, { statements: 0, syncs: 0 });
    const processorBefore = process.cpuUsage();
    const start = performance.now();
    while ((await module.lifecycle.runDue(undefined, 10_000)).found > 0) continue;
    const rate = (deleted * 1_000) / (performance.now() - start);
    const { user, system } = process.cpuUsage(processorBefore);
    clearInterval(sampling);
    await module.close();
    process.send({ rate, ...counts, processorInMs: (user + system) / 1_000, peakInMb: peak / 2 ** 20 });
    process.disconnect();
}

/** A commit is a sync. */
function counting(database, counts) {
    return {
        exec: (sql) => {
            if (sql === "COMMIT") counts.syncs++;
            return database.exec(sql);
        },
        prepare: (sql) => {
            const statement = database.prepare(sql);
            const counted =
                (how) =>
                (...values) => {
                    counts.statements++;
                    return statement[how](...values);
                };
            return { run: counted("run"), all: counted("all") };
        },
        close: () => database.close()
    };
}

if (process.argv[1] === thisFile) await drain(JSON.parse(process.argv[2]));
