// Writes the figures of docs/benchmark.json into the README's table, between its two marks: so that the table, the plot
// next to it and the file are of one run.
//
//   node scripts/benchmarkTable.mjs [--check]
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { shown } from "../bench/plot.mjs";

const marks = ["<!-- figures -->", "<!-- /figures -->"];
const readme = new URL("../README.md", import.meta.url);

const inTheTable = [
    "Memory: facade cycle (initiate, get active, cancel)",
    "Memory: get active",
    "SQLite: facade cycle / raw cycle",
    "SQLite: get active, many / few",
    "Start: import and first call on memory, more than an empty process",
    "Scope: heap for one more Identity"
];

const text = readFileSync(readme, "utf8");
const [before, rest] = text.split(marks[0]);
const after = rest.split(marks[1])[1];
const settings = await resolveConfig(fileURLToPath(readme));
const next = await format([before, marks[0], "\n\n", table(), "\n\n", marks[1], after].join(""), {
    ...settings,
    parser: "markdown"
});

if (!process.argv.includes("--check")) writeFileSync(readme, next);
else if (next !== text) {
    console.error("The README's figures are not those of docs/benchmark.json: run `node scripts/benchmarkTable.mjs`.");
    process.exitCode = 1;
}

function table() {
    const { figures } = JSON.parse(readFileSync(new URL("../docs/benchmark.json", import.meta.url), "utf8"));
    const rows = inTheTable.map((name) => {
        const found = figures.find((figure) => figure.name === name);
        if (found === undefined) throw new Error(`docs/benchmark.json has no figure "${name}".`);
        return `| ${name} | ${shown(found.value)} ${found.unit} | ${found.aim} |`;
    });
    return ["| what | figure | aim, at most |", "| --- | ---: | ---: |", ...rows].join("\n");
}
