// All benchmarks that need nothing but this package: `npm run bench`, or `npm run bench -- sqliteCycle scopeHeap` for
// some of them. Prints medians and ratios with their aims; never fails on a figure, since figures depend on the
// machine. A whole run also writes docs/benchmark.json and docs/benchmark.svg.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { history } from "./history.mjs";
import { memoryCycle } from "./memoryCycle.mjs";
import { plot, shown } from "./plot.mjs";
import { scopeHeap } from "./scopeHeap.mjs";
import { sqliteCycle } from "./sqliteCycle.mjs";
import { startUp } from "./startUp.mjs";

const benchmarks = { memoryCycle, sqliteCycle, startUp, scopeHeap, history };
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
    console.error(`There is no benchmark ${unknown.join(", ")}; there are: ${Object.keys(benchmarks).join(", ")}.`);
    process.exit(2);
}

const figures = [];
for (const name of asked.length > 0 ? asked : Object.keys(benchmarks)) {
    // Where the system keeps temporary files may be in memory: BENCH_FOLDER names a folder on the disk that counts.
    const folder = mkdtempSync(join(process.env.BENCH_FOLDER ?? tmpdir(), "identity-deletion-bench-"));
    try {
        for (const each of await benchmarks[name](folder)) {
            figures.push(each);
            console.log(line(each));
        }
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

if (asked.length === 0) {
    const machine = { node: process.version, processor: cpus()[0].model, cores: cpus().length };
    const docs = new URL("../docs/", import.meta.url);
    writeFileSync(new URL("benchmark.json", docs), `${JSON.stringify({ machine, figures }, undefined, 2)}\n`);
    writeFileSync(new URL("benchmark.svg", docs), plot(figures));
}

function line({ name, value, unit, aim, met }) {
    const verdict = aim === undefined ? "" : met ? `  aim ≤ ${aim}` : `  aim ≤ ${aim}: NOT REACHED`;
    return `${name.padEnd(70)} ${shown(value).padStart(9)} ${unit.padEnd(5)}${verdict}`;
}
