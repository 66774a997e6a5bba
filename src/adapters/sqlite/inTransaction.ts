import { PersistenceError } from "../../ports/PersistenceError";
import { SqliteDatabase } from "./SqliteDatabase";
import { isGeneralError } from "./errors";

/**
 * Runs the operation as the only writer; all of what it does is there afterwards, or, where it throws, nothing.
 *
 * Every write goes through this, a single statement too. libsql does not reset a prepared statement that finds the
 * database locked: the connection then reads an old state and can never write again. `exec` has no such fault, so the
 * lock is taken with it, and no prepared statement ever meets another writer. It costs about five microseconds.
 */
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
        // After a full disk or an input/output error SQLite has rolled back by itself. The first error is the one to tell.
    }
}
