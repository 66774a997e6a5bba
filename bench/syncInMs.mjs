import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { median } from "./measure.mjs";

/** What one sync of the disk costs, in milliseconds: most of what a write alone takes. */
export function syncInMs(folder) {
    const path = join(folder, `sync-${process.pid}`);
    const file = openSync(path, "w");
    const samples = Array.from({ length: 21 }, () => {
        writeSync(file, "x".repeat(4096));
        const start = performance.now();
        fdatasyncSync(file);
        return performance.now() - start;
    });
    closeSync(file);
    rmSync(path);
    return median(samples);
}
