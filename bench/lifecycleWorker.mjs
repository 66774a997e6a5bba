// One worker of bench/lifecycle.mjs, in a process of its own: drains what is due in one of three ways, and tells its parent
// how much it has done. A no-op deleter, no notifier: what is measured is the bookkeeping.
import { IdentityDeletionModule } from "identity-deletion-process";
import { GraphileRunner } from "identity-deletion-process/graphile";
import { Lifecycle } from "identity-deletion-process/lifecycle";
import { PostgresPersistence } from "identity-deletion-process/postgres";
import { PseudonymKey } from "identity-deletion-process/pseudonymization";
import pg from "pg";

const { way, config, schema, concurrency } = JSON.parse(process.argv[2]);
const loops = way === "byHand32" ? 32 : 4;
const pool = new pg.Pool({ ...config, max: way.startsWith("byHand") ? loops : 8 });
pool.on("error", () => undefined);

let done = 0;
let used = { processorInMs: 0, peakInMb: 0 };
let processorBefore;
const report = setInterval(() => {
    const { user, system } = process.cpuUsage(processorBefore);
    used = {
        processorInMs: (user + system) / 1_000,
        peakInMb: Math.max(used.peakInMb, process.memoryUsage.rss() / 2 ** 20)
    };
    process.send({ done, used });
}, 20);
const { begin, end } = await { runDue, graphile, byHand, byHand32: byHand }[way]();
process.on("message", async (message) => {
    if (message === "go") {
        processorBefore = process.cpuUsage();
        begin();
    }
    if (message !== "end") return;
    clearInterval(report);
    await end();
    await pool.end();
    process.disconnect();
});
process.send("ready");

async function lifecycleModule() {
    const configured = Lifecycle.configure({
        deleters: [{ name: "nothing", deleteIdentityData: async () => undefined }],
        notifier: "none",
        concurrency,
        observer: { observe: ({ type }) => (done += type === "deleted" ? 1 : 0) }
    });
    const pseudonymKey = PseudonymKey.of(Uint8Array.from({ length: 32 }, (_, index) => index));
    const persistence = PostgresPersistence.using(pool, { schema });
    const module = await IdentityDeletionModule.create({ persistence, pseudonymKey, lifecycle: configured });
    return { lifecycle: module.lifecycle, module };
}

/** The lifecycle by itself. */
async function runDue() {
    const { lifecycle, module } = await lifecycleModule();
    let running;
    const drain = async () => {
        while ((await lifecycle.runDue(undefined, 10_000)).found > 0) continue;
    };
    return {
        begin: () => (running = drain()),
        end: async () => {
            await running;
            await module.close();
        }
    };
}

/** The runner for many machines. */
async function graphile() {
    const { lifecycle, module } = await lifecycleModule();
    let runner;
    const options = { lifecycle, database: pool, schema: `${schema}_jobs`, concurrentBatches: 2 };
    // So that the tables of the jobs are there before the time is taken.
    await (await GraphileRunner.start(options)).stop();
    return {
        begin: async () => (runner = await GraphileRunner.start(options)),
        end: async () => {
            await runner.stop();
            await module.close();
        }
    };
}

/**
 * What one would write by hand for this one table: a batch is claimed by one statement that skips what others have locked;
 * then, for each process, the deleter, its checkpoint, and the tombstone together with the removal of other records.
 */
async function byHand() {
    const records = `${schema}.records`;
    const claim = `UPDATE ${records} AS claimed SET revision = claimed.revision + 1, due_at = $2,
            data = jsonb_set(jsonb_set(claimed.data::jsonb, '{process,status}', '"Deleting"'), '{lifecycle}', $3)::json
        FROM (SELECT key FROM ${records} WHERE due_at <= $1 ORDER BY due_at, key LIMIT 100 FOR UPDATE SKIP LOCKED) AS due
        WHERE claimed.key = due.key
        RETURNING claimed.key, claimed.identity_key, claimed.revision, claimed.data`;
    const checkpoint = `UPDATE ${records} SET revision = revision + 1, due_at = $3, data = $4
        WHERE key = $1 AND revision = $2`;
    const tombstone = `WITH others AS (DELETE FROM ${records} WHERE identity_key = $3 AND key <> $1)
        UPDATE ${records} SET revision = revision + 1, due_at = NULL, created_at = '0000-01-01T00:00:00.000Z', data = $4
        WHERE key = $1 AND revision = $2`;
    const run = (name, text, values) => pool.query({ name, text, values });
    const inTenMinutes = () => new Date(Date.now() + 600_000).toISOString();
    const lease = { worker: "by hand", attempts: 1, promised: ["nothing"] };
    const deleteIdentityData = async () => undefined;

    const drain = async () => {
        for (;;) {
            const values = [new Date().toISOString(), inTenMinutes(), JSON.stringify(lease)];
            const { rows } = await run("claim", claim, values);
            if (rows.length === 0) return;
            for (const { key, identity_key: identityKey, revision, data } of rows) {
                await deleteIdentityData(data.address);
                const allDoneAt = new Date().toISOString();
                const next = { ...data, lifecycle: { ...lease, attempts: 0, done: ["nothing"], allDoneAt } };
                await run("checkpoint", checkpoint, [key, revision, inTenMinutes(), JSON.stringify(next)]);
                const last = { process: { id: data.process.id, status: "Deleted" } };
                await run("tombstone", tombstone, [key, Number(revision) + 1, identityKey, JSON.stringify(last)]);
                done++;
            }
        }
    };
    let running;
    return {
        begin: () => (running = Promise.all(Array.from({ length: loops }, drain))),
        end: async () => await running
    };
}
