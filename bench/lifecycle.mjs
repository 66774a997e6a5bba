// The lifecycle on PostgreSQL: due processes drained by 1, 2 and 4 workers (processes of their own) with a deleter that
// does nothing, beside a loop written by hand that makes the same durable changes; and what looking for due work costs
// with few and with many records that are not due. It needs the built package.
//
//     node bench/lifecycle.mjs              100,000 due processes, 1,000,000 records that are not due
//     node bench/lifecycle.mjs 1000000 10000000
//     node bench/lifecycle.mjs 1000000 10000000 byHand,graphile     without runDue by itself
import { IdentityDeletionModule } from "identity-deletion-process";
import { Lifecycle } from "identity-deletion-process/lifecycle";
import { PostgresPersistence } from "identity-deletion-process/postgres";
import { PseudonymKey } from "identity-deletion-process/pseudonymization";
import { fork } from "node:child_process";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { figure, inTurn, microsecondsEach } from "./measure.mjs";
import { withPostgresServer } from "./postgresServer.mjs";

const pseudonymKey = PseudonymKey.of(Uint8Array.from({ length: 32 }, (_, index) => index));
const ways = { byHand: "loop by hand", graphile: "runner for many machines", runDue: "runDue" };
const concurrency = Number(process.env.BENCH_CONCURRENCY ?? 4);

/** How many processes a second are deleted, by each number of workers and in each way. */
export async function lifecycleDrain(due = 100_000, workers = [1, 2, 4], chosen = Object.keys(ways)) {
    return await withPostgresServer(async (server) => {
        const pool = new pg.Pool({ ...server.config(), max: 2 });
        const rates = {};
        for (const count of workers) {
            for (const way of chosen) {
                const schema = `${way}_${count}`.toLowerCase();
                await fill(pool, schema, due, "'2026-01-01T00:00:00.000Z'");
                rates[`${way} ${count}`] = await drain(server.config(), { way, schema, count }, due);
                await check(pool, schema, due);
                await pool.query(`DROP SCHEMA ${schema} CASCADE`);
                console.error(`${ways[way]}, ${workersOf(count)}: ${rates[`${way} ${count}`].toFixed(0)} a second`);
            }
        }
        await pool.end();
        return [...ratesOf(rates, workers, chosen), ...ratiosOf(rates, workers, chosen)];
    });
}

function ratesOf(rates, workers, chosen) {
    return workers.flatMap((count) =>
        chosen.map((way) => figure(`Deletions: ${ways[way]}, ${workersOf(count)}`, rates[`${way} ${count}`], "/s"))
    );
}

function ratiosOf(rates, workers, chosen) {
    const figures = [];
    for (const way of chosen) {
        if (way === "byHand") continue;
        for (const count of chosen.includes("byHand") ? workers : []) {
            const ratio = rates[`byHand ${count}`] / rates[`${way} ${count}`];
            figures.push(figure(`Deletions: loop by hand / ${ways[way]}, ${workersOf(count)}`, ratio, "×", 2));
        }
        if (!workers.includes(1) || !workers.includes(2)) continue;
        const gain = rates[`${way} 1`] / rates[`${way} 2`];
        figures.push(figure(`Deletions: ${ways[way]}, one worker / two`, gain, "×", 1));
    }
    return figures;
}

/** The page of due work, with few and with many records that are not due: half of them planned, half of them tombstones. */
export async function lifecycleScan(notDue = 1_000_000) {
    return await withPostgresServer(async (server) => {
        const few = 10;
        const pool = new pg.Pool({ ...server.config(), max: 1 });
        const finders = [];
        for (const [schema, count] of [
            ["few", few],
            ["many", notDue]
        ]) {
            await fill(pool, schema, 1_000, "'2026-01-01T00:00:00.000Z'");
            await insert(pool, schema, count, "CASE number % 2 WHEN 0 THEN '2999-01-01T00:00:00.000Z' END", "other");
            await pool.query(`VACUUM ANALYZE ${schema}.records`);
            const { lifecycle } = await moduleOn(pool, schema);
            finders.push(async () => {
                const names = await lifecycle.findDue(undefined, 100);
                if (names.length !== 100) throw new Error(`There are ${names.length} due.`);
            });
        }
        const measure = (find) => async () => await microsecondsEach(20, find);
        for (const find of finders) await microsecondsEach(200, find);
        const { first, second, ratio } = await inTurn(31, measure(finders[1]), measure(finders[0]));
        await pool.end();
        return [
            figure(`Due work: a page of 100, ${few} records not due`, second, "µs"),
            figure(`Due work: a page of 100, ${notDue.toLocaleString("en")} records not due`, first, "µs"),
            figure("Due work: many not due / few", ratio, "×", 1.2)
        ];
    });
}

async function moduleOn(pool, schema) {
    const deleters = [{ name: "nothing", deleteIdentityData: async () => undefined }];
    const configured = Lifecycle.configure({ deleters, notifier: "none" });
    const persistence = PostgresPersistence.using(pool, { schema });
    const module = await IdentityDeletionModule.create({ persistence, pseudonymKey, lifecycle: configured });
    return { lifecycle: module.lifecycle, module };
}

/** A store under the key, with that many active processes. `dueAt` is SQL and may name `number`. */
async function fill(pool, schema, count, dueAt) {
    await (await moduleOn(pool, schema)).module.close();
    await insert(pool, schema, count, dueAt, "due");
    await pool.query(`VACUUM ANALYZE ${schema}.records`);
}

async function insert(pool, schema, count, dueAt, kind) {
    await pool.query(`INSERT INTO ${schema}.records
        SELECT '${kind}' || lpad(number::text, 20, '0'), identity, identity, identity || '#' || id, 1,
            '2025-12-01T00:00:00.000Z', ${dueAt}, false,
            json_build_object('process', json_build_object(
                'id', id, 'status', 'Active', 'createdAt', '2025-12-01T00:00:00.000Z',
                'createdByDevice', 'DVCbenchmarkdevice01', 'gracePeriodEndsAt', '2026-01-01T00:00:00.000Z'),
                'address', address)
        FROM generate_series(1, ${count}) AS number,
            LATERAL (SELECT
                'IDP' || lpad(number::text, 17, '0') AS id,
                'did:e:example.org:dids:' || lpad(to_hex(number), 20, '0') || 'ff' AS address,
                encode(sha256(('${kind}' || number)::bytea), 'hex') AS identity
            ) AS filled`);
}

/** Processes a second, from the moment all workers are told to begin to the moment the last deletion is done. */
async function drain(config, { way, schema, count }, due) {
    const workers = Array.from({ length: count }, () =>
        fork(fileURLToPath(new URL("lifecycleWorker.mjs", import.meta.url)), [
            JSON.stringify({ way, config, schema, concurrency })
        ])
    );
    const ended = Promise.all(workers.map((worker) => new Promise((resolve) => worker.once("exit", resolve))));
    const failed = ended.then((codes) => {
        throw new Error(`The workers ended with ${codes.join(", ")}.`);
    });
    failed.catch(() => undefined);
    await Promise.race([failed, Promise.all(workers.map((worker) => once(worker, (message) => message === "ready")))]);
    const start = performance.now();
    const done = workers.map(() => 0);
    const all = new Promise((resolve) => {
        workers.forEach((worker, index) =>
            worker.on("message", (message) => {
                done[index] = message.done ?? done[index];
                if (done.reduce((sum, each) => sum + each) >= due) resolve();
            })
        );
    });
    for (const worker of workers) worker.send("go");
    await Promise.race([failed, all]);
    const rate = (due * 1_000) / (performance.now() - start);
    for (const worker of workers) worker.send("end");
    await ended;
    return rate;
}

async function once(emitter, isMeant) {
    await new Promise((resolve) => emitter.on("message", (message) => isMeant(message) && resolve()));
}

async function check(pool, schema, due) {
    const { rows } = await pool.query(
        `SELECT count(*)::int AS count FROM ${schema}.records WHERE due_at IS NULL AND data->'process'->>'status' = 'Deleted'`
    );
    if (rows[0].count !== due) throw new Error(`${rows[0].count} of ${due} are deleted.`);
}

function workersOf(count) {
    return count === 1 ? "1 worker" : `${count} workers`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const [due, notDue, chosen] = process.argv.slice(2);
    const unknown = chosen?.split(",").find((way) => !(way in ways));
    if (unknown !== undefined) throw new Error(`${unknown} is none of ${Object.keys(ways).join(", ")}.`);
    const figures = [
        ...(await lifecycleDrain(due && Number(due), undefined, chosen?.split(","))),
        ...(await lifecycleScan(notDue && Number(notDue)))
    ];
    for (const { name, value, unit, aim, met } of figures) {
        const verdict = aim === undefined ? "" : `  aim ≤ ${aim.toFixed(2)}${met ? "" : ": NOT REACHED"}`;
        console.log(`${name.padEnd(75)} ${value.toFixed(2).padStart(9)} ${unit}${verdict}`);
    }
}
