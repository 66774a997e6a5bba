// Every interleaving of small worlds, over the real module: devices, workers, a host, a Backbone and a clock, with messages,
// answers, entries of a list and whole programs lost. In each state it is checked that nobody is hurt.
//   npm run explore -- [--world NAME] [--states 2000000] [--processes 2]
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildSync } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values } = parseArgs({
    options: {
        world: { type: "string" },
        states: { type: "string", default: "2000000" },
        processes: { type: "string", default: String(availableParallelism()) }
    }
});
const folder = mkdtempSync(join(tmpdir(), "identity-deletion-explore-"));
const started = Date.now();
try {
    const build = (name) =>
        buildSync({
            entryPoints: [join(root, "test/explore", `${name}.ts`)],
            bundle: true,
            platform: "node",
            packages: "external",
            outdir: folder,
            logLevel: "warning"
        });
    build("main");
    build("World");
    const { worlds } = (await import(join(folder, "World.js"))).default;
    const waiting = worlds
        .map(({ name }) => name)
        .filter((name) => values.world === undefined || name === values.world);
    if (waiting.length === 0)
        throw new Error(`There is no such world; there are: ${worlds.map(({ name }) => name).join("; ")}.`);
    let total = 0;
    const worker = async () => {
        for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) total += await run(name);
    };
    await Promise.all(Array.from({ length: Number(values.processes) }, worker));
    console.log(`${total} distinct states in ${Math.round((Date.now() - started) / 1000)} s.`);
} finally {
    rmSync(folder, { recursive: true });
}

function run(name) {
    const paths = [join(root, "node_modules"), process.env.NODE_PATH].filter(Boolean).join(":");
    const args = ["--max-semi-space-size=64", join(folder, "main.js"), name, values.states];
    const child = spawn(process.execPath, args, { env: { ...process.env, NODE_PATH: paths } });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    return new Promise((resolve) =>
        child.on("close", (status) => {
            if (status !== 0) process.exitCode = 1;
            console.log(output.replace(/TOTAL.*\n/, "").trimEnd());
            resolve(Number(/TOTAL (\d+)/.exec(output)?.[1] ?? 0));
        })
    );
}
