// Mutants of the decisions and of the writer, and how many of them the explorer finds, alone.
//   npm run mutation:explore -- [--files src/domain/decisions] [--states 2500,30000] [--processes 2] [--sample 1]
// Each of Stryker's mutants is run through the worlds that reach it, those first that have found most, until a promise is broken;
// those that are left once more, with more states, through the worlds that reach it only then.
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
const timeoutInSeconds = 120;

const { values } = parseArgs({
    options: {
        files: { type: "string", default: "src" },
        // One round for each: what is left over by one is looked at again in the next.
        states: { type: "string", default: "2500,30000" },
        processes: { type: "string", default: String(availableParallelism()) },
        // Every how many-th mutant is run.
        sample: { type: "string", default: "1" },
        verbose: { type: "boolean", default: false }
    }
});
const started = Date.now();
const rounds = values.states.split(",").map(Number);
const files = folders
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
    .filter((file) => file.endsWith(".ts") && file.startsWith(values.files));
if (files.length === 0) {
    console.error(`There is no file of the decisions or the writer that begins with ${values.files}.`);
    process.exit(2);
}
const { contents, mutants } = await instrumented(
    files.map((name) => ({ name, content: readFileSync(join(root, name), "utf8") }))
);
const wanted = mutants.filter((_, index) => index % Number(values.sample) === 0);
const folder = await bundleExplorer(...files.map((file) => ({ file, change: () => contents.get(file) })));
const foundBy = new Map(worldNames(folder).map((name) => [name, 0]));
let left = wanted.map((mutant) => ({ ...mutant, asked: new Set() }));
for (const states of rounds) {
    if (left.length === 0) break;
    left = await survivorsOf(left, { maxStates: states, isDeepFirst: true });
    console.log(`With ${states} states a world ${left.length} of ${wanted.length} are left, ${seconds()} s`);
}
for (const mutant of left) console.log(`${mutant.asked.size > 0 ? "not found" : "not reached"}: ${placeOf(mutant)}`);
rmSync(folder, { recursive: true });
report();

/** Each is run in the worlds that reach it with so many states and have not reached it before. */
async function survivorsOf(mutants, limits) {
    const { coverage, isStatic } = await unchanged(limits);
    const waiting = [...mutants];
    const survivors = [];
    let tried = 0;
    await withJudges(async (judge) => {
        for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
            const { id, asked } = mutant;
            const names = [...foundBy.keys()]
                .filter((name) => !asked.has(name) && (isStatic(id) || id in (coverage[name] ?? {})))
                .reverse()
                .sort((one, other) => foundBy.get(other) - foundBy.get(one));
            const env = isStatic(id) ? { __STRYKER_ACTIVE_MUTANT__: id } : undefined;
            const question = { mutant: id, names, ...limits };
            const { found } = names.length === 0 ? {} : await judge.judge(question, { timeoutInSeconds, env });
            for (const name of names) asked.add(name);
            if (found === undefined) survivors.push(mutant);
            else if (foundBy.has(found.world)) foundBy.set(found.world, foundBy.get(found.world) + 1);
            if (values.verbose)
                console.log(`${placeOf(mutant)}  ${found ? `by ${found.world}: ${found.what}` : "left"}`);
            tried++;
            if (tried % 100 === 0)
                console.log(`${tried} of ${mutants.length}, ${survivors.length} not found, ${seconds()} s`);
        }
    });
    return survivors;
}

/** Which mutants each world reaches. */
async function unchanged(limits) {
    const coverage = {};
    const ofModules = {};
    const waiting = worldNames(folder);
    await withJudges(async (judge) => {
        for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
            const answer = await judge.judge({ names: [name], ...limits }, { timeoutInSeconds });
            if (answer.found !== undefined) throw new Error(`Without any mutant, in ${name}: ${answer.found.what}`);
            coverage[name] = answer.coverage?.perTest[name];
            Object.assign(ofModules, answer.coverage?.static);
        }
    });
    return { coverage, isStatic: (id) => id in ofModules };
}

async function withJudges(work) {
    const judges = Array.from({ length: Number(values.processes) }, () => new Judge(folder));
    await Promise.all(judges.map(work));
    for (const judge of judges) judge.end();
}

function report() {
    const found = wanted.length - left.length;
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
