// Many callers at once, each a cycle (initiate, get active, cancel) of an Identity of its own: the module and the driver,
// one by one and in the best way by hand (bench/concurrentByHand.mjs). All three sides take turns in one run.
// Alone: `node bench/concurrent.mjs [sqlite|postgres [callers ...]]`; with `plot` it measures 1, 4, 16 and 64 callers on both
// and writes docs/throughput.svg. It needs the built package. BENCH_FOLDER names a folder on the disk that counts.
import { IdentityDeletionModule } from "identity-deletion-process";
import { PostgresPersistence } from "identity-deletion-process/postgres";
import { SqlitePersistence } from "identity-deletion-process/sqlite";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { postgresByHand, sqliteByHand } from "./concurrentByHand.mjs";
import { atLeast, median } from "./measure.mjs";
import { cycle, person } from "./people.mjs";
import { plotThroughput } from "./plotThroughput.mjs";
import { withPostgresServer } from "./postgresServer.mjs";
import { syncInMs } from "./syncInMs.mjs";

const sides = [
    { key: "byHand", color: "purple", name: "by hand, all together" },
    { key: "module", color: "green", name: "this module" },
    { key: "raw", color: "orange", name: "raw driver, one by one" }
];

const rounds = 11;
/** Each side runs at least once a round, and about so long: a disk whose sync takes milliseconds is not waited for in vain. */
const millisecondsPerRound = 250;
const millisecondsToWarmUp = 1500;

const aims = {
    SQLite: { 64: { raw: 5, byHand: 0.6 }, 1: { raw: 1 / 1.15 } },
    PostgreSQL: { 64: { raw: 2.5 }, 16: { raw: 1.5 }, 1: { raw: 1 / 1.15 } }
};

/** Cycles a second of each side, for each number of callers. */
export async function sqliteConcurrent(folder, numbers = [1, 64]) {
    const measured = [];
    for (const callers of numbers) {
        const people = Array.from({ length: callers }, (_, number) => person(number));
        const [ours, byHandFile] = ["module", "hand"].map((name) => join(folder, `concurrent-${name}-${callers}.db`));
        await (await moduleOn(SqlitePersistence.open(byHandFile))).close();
        const module = await moduleOn(SqlitePersistence.open(ours));
        const byHand = sqliteByHand(byHandFile, people);
        measured.push({ callers, ...(await measure(people, module, byHand)) });
        await module.close();
        byHand.close();
    }
    return figuresOf("SQLite", measured);
}

/** The pool has as many connections as there are callers. */
export async function postgresConcurrent(_folder, numbers = [1, 16, 64]) {
    return await withPostgresServer(async (server) => {
        const measured = [];
        for (const callers of numbers) {
            const people = Array.from({ length: callers }, (_, number) => person(number));
            const pool = new pg.Pool({ ...server.config(), max: callers });
            const module = await moduleOn(PostgresPersistence.using(pool, { schema: `module_${callers}` }));
            await moduleOn(PostgresPersistence.using(pool, { schema: `hand_${callers}` }));
            measured.push({
                callers,
                ...(await measure(people, module, postgresByHand(pool, `hand_${callers}`, people)))
            });
            await pool.end();
        }
        return figuresOf("PostgreSQL", measured);
    });
}

async function moduleOn(persistence) {
    return await IdentityDeletionModule.create({ lifecycle: "elsewhere", persistence });
}

async function measure(people, module, { oneByOne, together }) {
    const facades = people.map((each) => module.forIdentity(each).identityDeletionProcesses);
    const all = { module: async () => await Promise.all(facades.map(cycle)), raw: oneByOne, byHand: together };
    for (const side of Object.values(all)) await rateOf(side, people.length, millisecondsToWarmUp);

    const rates = { module: [], raw: [], byHand: [] };
    for (let round = 0; round < rounds; round++) {
        const order = Object.entries(all);
        if (round % 2 === 1) order.reverse();
        for (const [name, side] of order) rates[name].push(await rateOf(side, people.length, millisecondsPerRound));
    }
    const ratio = (other) => median(rates.module.map((rate, round) => rate / rates[other][round]));
    return {
        rates: Object.fromEntries(Object.entries(rates).map(([name, each]) => [name, median(each)])),
        toRaw: ratio("raw"),
        toByHand: ratio("byHand")
    };
}

/** Cycles a second of the side, each of whose runs makes `perRun` cycles. */
async function rateOf(side, perRun, milliseconds) {
    const start = performance.now();
    let cycles = 0;
    let elapsed = 0;
    while (elapsed < milliseconds) {
        await side();
        cycles += perRun;
        elapsed = performance.now() - start;
    }
    return (cycles * 1000) / elapsed;
}

function figuresOf(store, measured) {
    return measured.flatMap(({ callers, rates, toRaw, toByHand }) => {
        const who = callers === 1 ? "1 caller" : `${callers} callers at once`;
        const { raw, byHand } = aims[store][callers] ?? {};
        return [
            atLeast(`${store}, ${who}: cycles a second by the module`, rates.module, "/s", undefined, {
                rates,
                callers
            }),
            atLeast(`${store}, ${who}: module / raw, one statement a call`, toRaw, "×", raw),
            atLeast(`${store}, ${who}: module / best by hand, all together`, toByHand, "×", byHand)
        ];
    });
}

async function main(folder, [only, ...numbers]) {
    const isPlot = only === "plot";
    const callers = isPlot ? [1, 4, 16, 64] : numbers.length > 0 ? numbers.map(Number) : undefined;
    const sync = syncInMs(folder);
    console.log(`One sync of the disk: ${sync.toFixed(3)} ms`);
    const charts = [];
    for (const [store, benchmark] of Object.entries({ SQLite: sqliteConcurrent, PostgreSQL: postgresConcurrent })) {
        if (only !== undefined && !isPlot && only !== store.toLowerCase().replace("postgresql", "postgres")) continue;
        const figures = await benchmark(folder, callers);
        figures.forEach((each) => console.log(line(each)));
        charts.push({ store, points: figures.filter(({ rates }) => rates !== undefined) });
    }
    if (!isPlot) return;
    const machine = `${cpus()[0].model}, ${cpus().length} cores shared by client and server, Node ${process.version}, one sync of the disk ${sync.toFixed(1)} ms.`;
    const svg = plotThroughput({
        charts: charts.map(({ store, points }) => ({
            title: `${store}: cycles a second`,
            xs: points.map(({ callers: number }) => number),
            rates: Object.fromEntries(sides.map(({ key }) => [key, points.map(({ rates }) => rates[key])]))
        })),
        sides,
        axis: "concurrent callers",
        lines: ["A cycle is initiate, get active, cancel. More is better.", machine]
    });
    writeFileSync(new URL("../docs/throughput.svg", import.meta.url), svg);
}

function line({ name, value, unit, aim, met, rates }) {
    const verdict = aim === undefined ? "" : `  aim ≥ ${aim.toFixed(2)}${met ? "" : ": NOT REACHED"}`;
    const references = rates === undefined ? "" : `  (raw ${rates.raw.toFixed(0)}, by hand ${rates.byHand.toFixed(0)})`;
    return `${name.padEnd(66)} ${value.toFixed(2).padStart(9)} ${unit}${verdict}${references}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const folder = mkdtempSync(join(process.env.BENCH_FOLDER ?? tmpdir(), "identity-deletion-bench-"));
    try {
        await main(folder, process.argv.slice(2));
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}
