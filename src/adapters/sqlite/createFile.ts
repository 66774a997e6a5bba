import { closeSync, fchmodSync, openSync, readlinkSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** No other user can open it before it has the mode. An existing one is not opened: closing it would drop SQLite's locks. */
export function createFile(path: string, mode: number): void {
    if (statSync(path, { throwIfNoEntry: false }) !== undefined) return;
    let file: number;
    try {
        file = openSync(path, "wx", mode & 0o600);
    } catch (error) {
        // Another process was quicker, or it is a link to a file that is not there yet.
        const target = (error as NodeJS.ErrnoException).code === "EEXIST" ? targetOf(path) : undefined;
        if (target !== undefined) createFile(target, mode);
        return;
    }
    try {
        fchmodSync(file, mode);
    } finally {
        closeSync(file);
    }
}

function targetOf(path: string): string | undefined {
    try {
        return resolve(dirname(path), readlinkSync(path));
    } catch {
        return undefined;
    }
}
