// Mutants of the decisions and of the writer, and how many of them the explorer finds, alone.
//   npm run mutation:explore -- [--files src/domain/decisions] [--states 8000] [--processes 2] [--sample 1]
// Each mutant of Stryker's is run through every world, small worlds first, until a promise is broken. One whose run takes longer
// than three minutes counts as found: it does not end. Fails below 90 %.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { instrumented } from "./adapterMutants/strykerMutants.mjs";
import { bundleExplorer, exploreWorld, worldNames } from "./explore/bundle.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folders = [
    "src/domain/decisions",
    "src/backbone/decisions",
    "src/lifecycle/decisions",
    "src/application/records"
];
const aimInPercent = 90;

const { values } = parseArgs({
    options: {
        files: { type: "string" },
        states: { type: "string", default: "8000" },
        processes: { type: "string", default: String(availableParallelism()) },
        // Every how many-th mutant is run.
        sample: { type: "string", default: "1" }
    }
});
const files = folders
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
    .filter((file) => file.endsWith(".ts") && (values.files === undefined || file.startsWith(values.files)));
const { contents, mutants } = await instrumented(
    files.map((name) => ({ name, content: readFileSync(join(root, name), "utf8") }))
);
const wanted = mutants.filter((_, index) => index % Number(values.sample) === 0);
const folder = await bundleExplorer(...files.map((file) => ({ file, change: () => contents.get(file) })));
const worlds = worldNames(folder).join("|");
const survivors = [];
let tried = 0;

const unchanged = await explore();
if (!unchanged.isFaultless) throw new Error(`Without any mutant:\n${unchanged.output}`);
const waiting = [...wanted];
await Promise.all(
    Array.from({ length: Number(values.processes) }, async () => {
        for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
            if ((await explore(mutant.id)).isFaultless) survivors.push(mutant);
            tried++;
            if (tried % 50 === 0) console.log(`${tried} of ${wanted.length}, ${survivors.length} not found`);
        }
    })
);
rmSync(folder, { recursive: true });
for (const { file, line, original, replacement } of survivors) {
    console.log(`${file}:${line}: ${oneLine(original)}  ->  ${oneLine(replacement)}`);
}
const found = wanted.length - survivors.length;
const percent = (found / wanted.length) * 100;
console.log(`${found} of ${wanted.length} mutants found: ${percent.toFixed(1)} %, aim ${aimInPercent} %`);
if (percent < aimInPercent) process.exitCode = 1;

function explore(id) {
    const env = id === undefined ? {} : { __STRYKER_ACTIVE_MUTANT__: id };
    return exploreWorld(folder, worlds, values.states, { env, timeoutInMs: 180_000, order: "deep" });
}

function oneLine(text) {
    const line = text.replace(/\s+/g, " ");
    return line.length > 90 ? `${line.slice(0, 87)}...` : line;
}
