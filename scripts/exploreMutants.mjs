// Mutants of the decisions and of the writer, and how many of them the explorer finds, alone.
//   npm run mutation:explore -- [--files src/domain/decisions] [--states 2500] [--processes 2] [--sample 1]
// Each of Stryker's mutants is run through the worlds that reach it, those first that have found most, until a promise is broken.
// One that comes to the end of no world for two minutes counts as found. Fails below 90 %.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { instrumented } from "./adapterMutants/strykerMutants.mjs";
import { bundleExplorer, worldNames } from "./explore/bundle.mjs";
import { Judge } from "./explore/judges.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folders = [
    "src/domain/decisions",
    "src/backbone/decisions",
    "src/lifecycle/decisions",
    "src/application/records"
];
const aimInPercent = 90;
/** For one world: most take a second or two. */
const timeoutInMs = 120_000;

const { values } = parseArgs({
    options: {
        files: { type: "string", default: "src" },
        states: { type: "string", default: "2500" },
        processes: { type: "string", default: String(availableParallelism()) },
        // Every how many-th mutant is run.
        sample: { type: "string", default: "1" },
        verbose: { type: "boolean", default: false }
    }
});
const started = Date.now();
const files = folders
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
    .filter((file) => file.endsWith(".ts") && file.startsWith(values.files));
const { contents, mutants } = await instrumented(
    files.map((name) => ({ name, content: readFileSync(join(root, name), "utf8") }))
);
const wanted = mutants.filter((_, index) => index % Number(values.sample) === 0);
const folder = await bundleExplorer(...files.map((file) => ({ file, change: () => contents.get(file) })));
const limits = { maxStates: Number(values.states), isDeepFirst: true };
const { coverage, isStatic } = await unchanged();
const foundBy = new Map(
    worldNames(folder)
        .map((name) => [name, 0])
        .reverse()
);
const survivors = [];
let tried = 0;

const waiting = [...wanted];
await Promise.all(Array.from({ length: Number(values.processes) }, judgeThem));
rmSync(folder, { recursive: true });
report();

async function unchanged() {
    const judge = new Judge(folder);
    const { found, coverage } = await judge.judge({ names: worldNames(folder), ...limits }, { timeoutInMs });
    judge.end();
    if (found !== undefined) throw new Error(`Without any mutant, in ${found.world}: ${found.what}`);
    return { coverage: coverage.perTest, isStatic: (id) => id in coverage.static };
}

async function judgeThem() {
    const judge = new Judge(folder);
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
        const { id } = mutant;
        const names = [...foundBy.keys()]
            .filter((name) => isStatic(id) || id in (coverage[name] ?? {}))
            .sort((one, other) => foundBy.get(other) - foundBy.get(one));
        const env = isStatic(id) ? { __STRYKER_ACTIVE_MUTANT__: id } : undefined;
        const question = { mutant: id, names, ...limits };
        const { found } = names.length === 0 ? {} : await judge.judge(question, { timeoutInMs, env });
        if (found === undefined) {
            survivors.push(mutant);
            console.log(`${names.length > 0 ? "not found" : "not reached"}: ${placeOf(mutant)}`);
        } else if (foundBy.has(found.world)) foundBy.set(found.world, foundBy.get(found.world) + 1);
        if (values.verbose && found !== undefined) console.log(`${placeOf(mutant)}  by ${found.world}: ${found.what}`);
        tried++;
        if (tried % 100 === 0)
            console.log(`${tried} of ${wanted.length}, ${survivors.length} not found, ${seconds()} s`);
    }
    judge.end();
}

function report() {
    const found = wanted.length - survivors.length;
    const percent = (found / wanted.length) * 100;
    console.log(
        `${found} of ${wanted.length} mutants found: ${percent.toFixed(1)} %, aim ${aimInPercent} %, ${seconds()} s`
    );
    if (percent < aimInPercent) process.exitCode = 1;
}

function placeOf({ file, line, original, replacement }) {
    return `${file}:${line}: ${oneLine(original)}  ->  ${oneLine(replacement)}`;
}

function seconds() {
    return Math.round((Date.now() - started) / 1000);
}

function oneLine(text) {
    const line = text.replace(/\s+/g, " ");
    return line.length > 90 ? `${line.slice(0, 87)}...` : line;
}
