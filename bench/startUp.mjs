// Import plus first call in a fresh process, compared with a process that does nothing.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { figure, median } from "./measure.mjs";

const rounds = 15;
const program = fileURLToPath(new URL("startUpProgram.mjs", import.meta.url));

export async function startUp(folder) {
    const measured = { empty: [], memory: [], sqlite: [] };
    for (let round = 0; round <= rounds; round++) {
        for (const kind of Object.keys(measured)) {
            const sample = runOnce(kind, join(folder, `start-${kind}-${round}.db`));
            // The first round warms the file cache.
            if (round > 0) measured[kind].push(sample);
        }
    }
    const more = (kind, of) => median(measured[kind].map((sample, round) => sample[of] - measured.empty[round][of]));
    return [
        figure(
            "Start: import and first call on memory, more than an empty process",
            more("memory", "milliseconds"),
            "ms",
            55
        ),
        figure("Start: memory used on memory, more than an empty process", more("memory", "megabytes"), "MB", 22),
        figure(
            "Start: import and first call on SQLite, more than an empty process",
            more("sqlite", "milliseconds"),
            "ms",
            80
        ),
        figure("Start: memory used on SQLite, more than an empty process", more("sqlite", "megabytes"), "MB", 35)
    ];
}

function runOnce(kind, file) {
    const start = performance.now();
    const output = execFileSync(process.execPath, [program, kind, file], { encoding: "utf8" });
    return { milliseconds: performance.now() - start, megabytes: Number(output) / 1024 };
}
