import { driverIsNotInstalled } from "../../ports/driverIsNotInstalled";
import { SqliteDatabase } from "./SqliteDatabase";

/** Loaded at the first use, so that a host with another driver need not install it. */
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
