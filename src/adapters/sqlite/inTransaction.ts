import { PersistenceError } from "../../ports/PersistenceError";
import { SqliteDatabase } from "./SqliteDatabase";
import { isGeneralError } from "./errors";

/** For every write. `exec` takes the lock: a statement of libsql that finds it held breaks the connection for good. */
export function inTransaction<T>(database: SqliteDatabase, operation: () => T): T {
    begin(database);
    try {
        const result = operation();
        database.exec("COMMIT");
        return result;
    } catch (error) {
        rollBack(database);
        throw error;
    }
}

function begin(database: SqliteDatabase): void {
    try {
        database.exec("BEGIN IMMEDIATE");
    } catch (error) {
        if (!isGeneralError(error)) throw error;
        throw new PersistenceError(
            "unavailable",
            "The host has a transaction open on its SQLite handle: end it before you await a call of the module.",
            { cause: error }
        );
    }
}

function rollBack(database: SqliteDatabase): void {
    try {
        database.exec("ROLLBACK");
    } catch {
        // After a full disk or an input/output error SQLite has rolled back by itself.
    }
}
