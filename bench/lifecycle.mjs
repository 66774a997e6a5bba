// The lifecycle with a deleter that does nothing. On PostgreSQL: due processes drained by 1, 2 and 4 workers (processes of
// their own), compared with a loop written by hand that makes the same durable changes; and what looking for due work costs with
// few and with many records that are not due. On SQLite: drained in one process. With what each deletion costs: statements,
// round trips, syncs, processor time. It needs the built package. TMPDIR says on which disk the databases are.
//
//     node bench/lifecycle.mjs              100,000 due processes, 1,000,000 records that are not due
//     node bench/lifecycle.mjs 1000000 0 byHand,runDue 1,2      in two ways, by one worker and by two, without the records
//     node bench/lifecycle.mjs 100000 0 sqlite
//     BENCH_PLOT=yes node bench/lifecycle.mjs 100000 0 byHand,byHand32,graphile,runDue     writes docs/deletions.svg
import { fork } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { costLine, serverCounts, serverProcessorTime } from "./lifecycleCosts.mjs";
import { lifecycleScan } from "./lifecycleScan.mjs";
import { lifecycleSqlite } from "./lifecycleSqlite.mjs";
import { check, fill } from "./lifecycleStore.mjs";
import { atLeast, figure } from "./measure.mjs";
import { plotThroughput } from "./plotThroughput.mjs";
import { withPostgresServer } from "./postgresServer.mjs";
import { syncInMs } from "./syncInMs.mjs";

const ways = {
    byHand: "4 loops by hand",
    byHand32: "32 loops by hand",
    graphile: "runner for many machines",
    runDue: "runDue"
};
const allWays = [...Object.keys(ways), "sqlite"];
/** Deleters at a time in each worker. Default: the module's own. */
const concurrency = process.env.BENCH_CONCURRENCY === undefined ? undefined : Number(process.env.BENCH_CONCURRENCY);

/** How many processes a second are deleted, by each number of workers and in each way. */
export async function lifecycleDrain(due = 100_000, workers = [1, 2, 4], chosen = Object.keys(ways)) {
    return await withPostgresServer(async (server) => {
        const pool = new pg.Pool({ ...server.config(), max: 2 });
        const rates = {};
        for (const count of workers) {
            for (const way of chosen) {
                const schema = `${way}_${count}`.toLowerCase();
                await fill(pool, schema, due, "'2026-01-01T00:00:00.000Z'");
                const { rate, ...costs } = await drain(server.config(), pool, { way, schema, count }, due);
                rates[`${way} ${count}`] = rate;
                await check(pool, schema, due);
                await pool.query(`DROP SCHEMA ${schema} CASCADE`);
                console.error(`${ways[way]}, ${workersOf(count)}: ${rate.toFixed(0)} a second`);
                console.error(costLine(costs, due));
            }
        }
        await pool.end();
        if (process.env.BENCH_PLOT === "yes") draw(rates, workers, chosen, due);
        return [...ratesOf(rates, workers, chosen), ...ratiosOf(rates, workers, chosen)];
    });
}

function draw(rates, workers, chosen, due) {
    const colors = { byHand: "orange", byHand32: "purple", graphile: "blue", runDue: "green" };
    const sync = syncInMs(tmpdir()).toFixed(1);
    const svg = plotThroughput({
        charts: [
            {
                title: "PostgreSQL: deletions a second",
                xs: workers,
                rates: Object.fromEntries(chosen.map((way) => [way, workers.map((count) => rates[`${way} ${count}`])]))
            }
        ],
        sides: chosen.map((key) => ({ key, color: colors[key], name: ways[key] })),
        axis: "workers, each a process",
        lines: [
            `${due.toLocaleString("en")} due, a deleter that does nothing. More is better.`,
            `${cpus()[0].model}, ${cpus().length} cores shared by workers and server, Node ${process.version}, one sync of the disk ${sync} ms.`
        ]
    });
    writeFileSync(new URL("../docs/deletions.svg", import.meta.url), svg);
}

function ratesOf(rates, workers, chosen) {
    return workers.flatMap((count) =>
        chosen.map((way) => figure(`Deletions: ${ways[way]}, ${workersOf(count)}`, rates[`${way} ${count}`], "/s"))
    );
}

function ratiosOf(rates, workers, chosen) {
    const figures = [];
    for (const way of chosen) {
        if (way.startsWith("byHand")) continue;
        for (const other of ["byHand", "byHand32"].filter((each) => chosen.includes(each))) {
            for (const count of workers) {
                const ratio = rates[`${way} ${count}`] / rates[`${other} ${count}`];
                const aim = count === 1 && other === "byHand" ? 1.5 : undefined;
                figures.push(atLeast(`Deletions: ${ways[way]} / ${ways[other]}, ${workersOf(count)}`, ratio, "×", aim));
            }
        }
        if (!workers.includes(1) || !workers.includes(2)) continue;
        const gain = rates[`${way} 2`] / rates[`${way} 1`];
        figures.push(atLeast(`Deletions: ${ways[way]}, two workers / one`, gain, "×", 1.2));
    }
    return figures;
}

/** Processes a second, from the moment all workers begin to the moment the last deletion is done. */
async function drain(config, pool, { way, schema, count }, due) {
    const before = await serverCounts(pool);
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
    const serverBefore = await serverProcessorTime(pool);
    const start = performance.now();
    const done = workers.map(() => 0);
    const used = workers.map(() => ({ processorInMs: 0, peakInMb: 0 }));
    const all = new Promise((resolve) => {
        workers.forEach((worker, index) =>
            worker.on("message", (message) => {
                done[index] = message.done ?? done[index];
                used[index] = message.used ?? used[index];
                if (done.reduce((sum, each) => sum + each) >= due) resolve();
            })
        );
    });
    for (const worker of workers) worker.send("go");
    await Promise.race([failed, all]);
    const rate = (due * 1_000) / (performance.now() - start);
    const serverAfter = await serverProcessorTime(pool);
    for (const worker of workers) worker.send("end");
    await ended;
    const after = await serverCounts(pool);
    return {
        rate,
        transactions: after.transactions - before.transactions,
        syncs: after.syncs - before.syncs,
        clientInMs: used.reduce((sum, { processorInMs }) => sum + processorInMs, 0),
        serverInMs: serverBefore === undefined ? undefined : serverAfter - serverBefore,
        peakInMb: Math.max(...used.map(({ peakInMb }) => peakInMb))
    };
}

async function once(emitter, isMeant) {
    await new Promise((resolve) => emitter.on("message", (message) => isMeant(message) && resolve()));
}

function workersOf(count) {
    return count === 1 ? "1 worker" : `${count} workers`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const [due = 100_000, notDue = 1_000_000, chosen = allWays.join(), numbers = "1,2,4"] = process.argv.slice(2);
    const asked = chosen.split(",");
    const unknown = asked.find((way) => !allWays.includes(way));
    if (unknown !== undefined) throw new Error(`${unknown} is none of ${allWays.join(", ")}.`);
    const sync = syncInMs(process.env.BENCH_FOLDER ?? tmpdir());
    console.log(`One sync of the disk: ${sync.toFixed(3)} ms. ${concurrency ?? 32} deleters at a time in each worker.`);
    const figures = [];
    if (asked.includes("sqlite")) figures.push(...(await lifecycleSqlite(Number(due), concurrency)));
    const onPostgres = asked.filter((way) => way in ways);
    if (onPostgres.length > 0) {
        figures.push(...(await lifecycleDrain(Number(due), numbers.split(",").map(Number), onPostgres)));
        if (Number(notDue) > 0) figures.push(...(await lifecycleScan(Number(notDue))));
    }
    for (const { name, value, unit, aim, met, smallest } of figures) {
        const verdict =
            aim === undefined ? "" : `  aim ${smallest ? "≥" : "≤"} ${aim.toFixed(2)}${met ? "" : ": NOT REACHED"}`;
        console.log(`${name.padEnd(75)} ${value.toFixed(2).padStart(9)} ${unit}${verdict}`);
    }
}
