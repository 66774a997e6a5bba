// Runs all checks: the build, then every script of package.json that is named check:…, as many at once as there are cores.
// What a check prints is shown where it fails. With --report FILE the counts are written as JSON.
//
// To add a check, add a script check:NAME. A check must write nothing that another one reads.
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { delimiter, join } from "node:path";
import { packageJson, root } from "./entries.mjs";

const { scripts } = packageJson;
const PATH = [join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter);
const counts = { passed: 0, failed: 0 };

const waiting = Object.keys(scripts).filter((name) => name.startsWith("check:"));
const started = performance.now();
await check("build");
await Promise.all(Array.from({ length: availableParallelism() }, worker));
console.log(`${counts.passed} of ${counts.passed + counts.failed} checks passed in ${secondsSince(started)}.`);

const report = process.argv.indexOf("--report");
if (report > 0) await writeFile(process.argv[report + 1], JSON.stringify(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;

async function worker() {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await check(name);
}

async function check(name) {
    const since = performance.now();
    const { status, output } = await run(scripts[name]);
    counts[status === 0 ? "passed" : "failed"]++;
    console.log(`${status === 0 ? "ok  " : "FAIL"} ${name.padEnd(18)} ${secondsSince(since)}`);
    if (status !== 0) console.log(output.replace(/^/gm, "    "));
}

function run(command) {
    return new Promise((resolve) => {
        const child = spawn(command, {
            cwd: root,
            shell: true,
            stdio: ["ignore", "pipe", "pipe"],
            env: { ...process.env, PATH }
        });
        let output = "";
        child.stdout.on("data", (chunk) => (output += chunk));
        child.stderr.on("data", (chunk) => (output += chunk));
        child.on("error", (error) => (output += String(error)));
        child.on("close", (status) => resolve({ status, output }));
    });
}

function secondsSince(since) {
    return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
