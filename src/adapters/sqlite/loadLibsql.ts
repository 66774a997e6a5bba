import { driverIsNotInstalled } from "../../ports/driverIsNotInstalled";
import { SqliteDatabase } from "./SqliteDatabase";

/** The default driver. Loaded at the first use, so that a host that hands in its own need not install it. */
export function openWithLibsql(path: string): SqliteDatabase {
    const Database = loadLibsql();
    return new Database(path);
}

function loadLibsql(): new (path: string) => SqliteDatabase {
    try {
        return require("libsql") as new (path: string) => SqliteDatabase;
    } catch (cause) {
        throw driverIsNotInstalled(["libsql"], cause, ", or hand in another driver as the option `driver`");
    }
}
