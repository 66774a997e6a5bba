import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { PersistenceError } from "../../ports/PersistenceError";
import { SqliteDatabase } from "./SqliteDatabase";

export interface SqliteLocation {
    readonly path: string;
    readonly isOnDisk: boolean;
    readonly name: string;
}

/** Resolves a relative path now, so that a later change of the working directory does no harm. */
export function locationOf(path: string): SqliteLocation {
    if (typeof path !== "string") throw new TypeError("The path of the SQLite database must be a string.");
    if (path === "") {
        throw new TypeError(
            'The path of the SQLite database is empty: name a file, or ":memory:" for a store that is lost when it is closed.'
        );
    }
    if (path === ":memory:") return { path, isOnDisk: false, name: "The SQLite database in memory" };
    if (/^file:/i.test(path)) throw new TypeError(`The SQLite database is named by a path and not by a URI: ${path}`);
    if (path.includes("\0")) throw new TypeError("The path of the SQLite database must not contain U+0000.");
    const absolute = resolve(path);
    return { path: absolute, isOnDisk: true, name: `The SQLite database ${absolute}` };
}

export function locationOfHandle(database: SqliteDatabase): SqliteLocation {
    const attached = database.prepare("PRAGMA database_list").all() as { name: string; file: string | null }[];
    const path = attached.find(({ name }) => name === "main")?.file ?? "";
    const [{ journal_mode: journal }] = database.prepare("PRAGMA journal_mode").all() as { journal_mode: string }[];
    return {
        path,
        isOnDisk: path !== "" && journal !== "memory" && journal !== "off",
        name: path === "" ? "The host's SQLite database in memory" : `The host's SQLite database ${path}`
    };
}

/** SQLite says "unable to open database file" to all of these. */
export function requireUsableLocation({ path, isOnDisk, name }: SqliteLocation): void {
    if (!isOnDisk) return;
    const directory = statSync(dirname(path), { throwIfNoEntry: false });
    if (directory === undefined) {
        throw new PersistenceError("unavailable", `${name} cannot be opened: its directory does not exist.`);
    }
    if (!directory.isDirectory()) {
        throw new PersistenceError("unavailable", `${name} cannot be opened: what should be its directory is a file.`);
    }
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
        throw new PersistenceError("unavailable", `${name} cannot be opened: the path is a directory.`);
    }
}
