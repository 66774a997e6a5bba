import { PersistenceError } from "../../ports/PersistenceError";
import { SqliteDatabase } from "./SqliteDatabase";

/** The default driver. Loaded at the first use, so that a host that hands in its own need not install it. */
export function openWithLibsql(path: string): SqliteDatabase {
    const Database = loadLibsql();
    return new Database(path);
}

function loadLibsql(): new (path: string) => SqliteDatabase {
    try {
        return require("libsql") as new (path: string) => SqliteDatabase;
    } catch (error) {
        throw new PersistenceError(
            "unavailable",
            "The SQLite driver libsql cannot be loaded: run `npm install libsql`, or hand in another as the option `driver`.",
            { cause: error }
        );
    }
}
