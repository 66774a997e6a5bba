// Breaks the memory adapter and the two example adapters in one place at a time, and runs the contract kit alone against each
// such mutant: `npm run mutation:adapters [-- memory|mariadb|redis …]`. At most 5 % may survive, and only those that
// adapterMutants/survivors.mjs names.
//
// One server of each kind serves the whole run; each mutant has stores of its own in it, and a process of its own, which is
// ended where it takes too long. Needs a built dist, and `npm ci` in examples/adapters.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import ts from "typescript";
import { startMariaDb, startRedis } from "../examples/adapters/test/servers.mjs";
import { embeddedMutantsOf } from "./adapterMutants/embeddedMutants.mjs";
import { survivors as knownSurvivors } from "./adapterMutants/survivors.mjs";
import { strykerMutantsOf } from "./adapterMutants/strykerMutants.mjs";
import { root } from "./entries.mjs";

/** How long a mutant may take: so many times what the kit takes on the code that is not changed. */
const maxSlowdown = 4;
const minLimitInMs = 30_000;
const maxShareOfSurvivors = 0.05;
const examples = join(root, "examples", "adapters");
const shared = ["Connection.mjs", "records.mjs"];

const targets = {
    memory: { sources: filesOf(join(root, "src", "adapters", "memory")), adapter: "memory" },
    mariadb: {
        sources: inExamples("MariaDbPersistence.mjs", ...shared),
        adapter: "MariaDbSubject",
        start: startMariaDb
    },
    redis: { sources: inExamples("RedisPersistence.mjs"), adapter: "RedisSubject", start: startRedis }
};

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(targets);
let total = 0;
let survived = 0;
let unknown = 0;
for (const name of names) await runTarget(name, targets[name]);
console.log(`All: ${total} mutants, ${survived} survived (${((100 * survived) / total).toFixed(1)} %).`);
process.exitCode = unknown > 0 || survived > maxShareOfSurvivors * total ? 1 : 0;

async function runTarget(name, { sources, adapter, start }) {
    const mutants = (await Promise.all(sources.map(mutantsOf))).flat();
    const server = await start?.();
    const workers = Array.from({ length: availableParallelism() + 1 }, (_, index) =>
        newFolder(adapter, `worker-${index}`)
    );
    const survivors = [];
    try {
        const began = performance.now();
        const unchanged = await runKit(adapter, workers[0], server, "unchanged", { cost: true }, 10 * minLimitInMs);
        if (unchanged.isFound) throw new Error(`The kit fails on what is not changed: ${unchanged.why}`);
        const limitInMs = Math.max(minLimitInMs, maxSlowdown * (performance.now() - began));
        const queue = [...mutants.entries()];
        const again = [];
        const work = async (folder, id, mutant, isAlone) => {
            const restore = putInto(folder, adapter, mutant);
            const { isFound, why } = await runKit(adapter, folder, server, id, mutant, limitInMs);
            restore();
            // Costs that are measured during other runs may be anything.
            const isInDoubt = isFound ? isDoubtful(why) : mutant.cost === true;
            const state = isInDoubt && !isAlone ? "again" : isFound ? "found" : "SURVIVED";
            if (state === "SURVIVED") survivors.push(mutant);
            if (state === "again") again.push(mutant);
            if (process.env.VERBOSE) console.log(`${state} ${shown(mutant)}\n      ${why.slice(0, 300)}`);
        };
        const workThrough = async (folder) => {
            for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
                const [index, mutant] = next;
                await work(folder, String(index), mutant, false);
            }
        };
        await Promise.all(workers.map(workThrough));
        for (const [index, mutant] of again.entries()) await work(workers[0], `again${index}`, mutant, true);
    } finally {
        for (const folder of workers) rmSync(folder, { recursive: true, force: true });
        await server?.remove();
    }
    total += mutants.length;
    survived += survivors.length;
    console.log(`${name}: ${mutants.length} mutants, ${survivors.length} survived.`);
    for (const mutant of survivors) {
        const why = whyAllowed(mutant);
        if (why === undefined) unknown++;
        console.log(`  ${shown(mutant)}: ${why ?? "NOT ALLOWED by scripts/adapterMutants/survivors.mjs"}`);
    }
}

async function mutantsOf(file) {
    const content = readFileSync(file, "utf8");
    const mutants = [
        ...(await strykerMutantsOf(file, content)),
        ...(file.endsWith(".ts") ? [] : embeddedMutantsOf(content))
    ];
    return mutants.map((mutant) => ({ ...mutant, file, content }));
}

/** A copy of what runs, in which one file can be changed. It is inside the checkout, so that packages are found. */
function newFolder(adapter, name) {
    const folder = join(adapter === "memory" ? root : examples, ".tmp", name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    if (adapter === "memory") cpSync(join(root, "dist"), join(folder, "dist"), { recursive: true });
    else {
        for (const file of readdirSync(examples).filter((file) => file.endsWith(".mjs")))
            cpSync(join(examples, file), join(folder, file));
        cpSync(join(examples, "test"), join(folder, "test"), { recursive: true });
    }
    return folder;
}

/** Returns how to put back what was there. */
function putInto(folder, adapter, { file, content, start, end, replacement }) {
    const changed = content.slice(0, start) + replacement + content.slice(end);
    const place =
        adapter === "memory"
            ? join(folder, "dist/adapters/memory", basename(file, ".ts") + ".js")
            : join(folder, basename(file));
    const before = readFileSync(place, "utf8");
    const { CommonJS } = ts.ModuleKind;
    const compilerOptions = { module: CommonJS, target: ts.ScriptTarget.ES2022 };
    writeFileSync(place, adapter === "memory" ? ts.transpileModule(changed, { compilerOptions }).outputText : changed);
    return () => writeFileSync(place, before);
}

/** A mutant that takes too long counts as found: a loop without an end, or an answer that never comes. */
async function runKit(adapter, folder, server, id, { cost = false }, limitInMs) {
    const args = [join(root, "scripts", "runKitOnMutant.mjs"), adapter, folder, ...(server ? [server.socket, id] : [])];
    const child = spawn(process.execPath, args, {
        env: { ...process.env, COST: String(cost), LIMIT_OF_A_TEST_IN_MS: String(limitInMs / 2) },
        stdio: ["ignore", "pipe", "pipe"]
    });
    let why = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (why += text));
    const timer = setTimeout(() => child.kill("SIGKILL"), limitInMs);
    const code = await new Promise((resolve) => child.once("close", resolve));
    clearTimeout(timer);
    return { isFound: code !== 0, why: why.trim() };
}

/** Another mutant may have used up what the server has, its connections for example: tried again alone. */
function isDoubtful(why) {
    return /of the contract's subject failed|Too many connections/.test(why);
}

function whyAllowed({ file, content, start, end, replacement }) {
    const mutant = [basename(file), shortened(content.slice(start, end)), shortened(replacement)];
    return knownSurvivors.find((known) => mutant.every((part, index) => part === known[index]))?.[3];
}

function shown({ file, content, start, end, replacement }) {
    const line = content.slice(0, start).split("\n").length;
    return `${basename(file)}:${line} ${shortened(content.slice(start, end))} → ${shortened(replacement)}`;
}

function shortened(text) {
    return text.replace(/\s+/g, " ").slice(0, 90);
}

function filesOf(folder) {
    return readdirSync(folder)
        .filter((file) => file !== "index.ts")
        .map((file) => join(folder, file));
}

function inExamples(...files) {
    return files.map((file) => join(examples, file));
}
