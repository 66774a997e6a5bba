import { changeableColumns } from "./rows";
import { SqliteDatabase, SqliteStatement } from "./SqliteDatabase";

export interface Statements {
    insert: SqliteStatement;
    update: SqliteStatement;
    delete: SqliteStatement;
    keyOfSlot: SqliteStatement;
    revisionOf: SqliteStatement;
    current: SqliteStatement;
    byLookup: SqliteStatement;
    list: SqliteStatement;
    listAfter: SqliteStatement;
    due: SqliteStatement;
    dueAfter: SqliteStatement;
    scan: SqliteStatement;
    scanAfter: SqliteStatement;
}

const table = "identity_deletion_process";
const select = `SELECT key, identity_key, ${changeableColumns} FROM ${table}`;

export function prepareStatements(database: SqliteDatabase): Statements {
    return {
        insert: database.prepare(
            `INSERT INTO ${table} (key, identity_key, ${changeableColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
        ),
        update: database.prepare(
            `UPDATE ${table} SET (${changeableColumns}) = (?, ?, ?, ?, ?, ?, ?)
             WHERE key = ? AND identity_key = ? AND revision = ?`
        ),
        delete: database.prepare(`DELETE FROM ${table} WHERE key = ? AND identity_key = ? AND revision = ?`),
        keyOfSlot: database.prepare(`SELECT key FROM ${table} WHERE slot = ?`),
        revisionOf: database.prepare(`SELECT revision FROM ${table} WHERE key = ? AND identity_key = ?`),
        // Each half is answered from an index of its own, however long the Identity's history is.
        current: database.prepare(
            `${select} WHERE slot = ? AND identity_key = ?
             UNION ALL
             ${select} WHERE identity_key = ? AND unsettled = 1 AND slot <> identity_key`
        ),
        byLookup: database.prepare(`${select} WHERE lookup = ?`),
        list: database.prepare(`${select} WHERE identity_key = ? ORDER BY created_at, key LIMIT ?`),
        listAfter: database.prepare(
            `${select} WHERE identity_key = ? AND (created_at, key) > (?, ?) ORDER BY created_at, key LIMIT ?`
        ),
        due: database.prepare(`${select} WHERE due_at <= ? ORDER BY due_at, key LIMIT ?`),
        dueAfter: database.prepare(
            `${select} WHERE due_at <= ? AND (due_at, key) > (?, ?) ORDER BY due_at, key LIMIT ?`
        ),
        scan: database.prepare(`${select} ORDER BY key LIMIT ?`),
        scanAfter: database.prepare(`${select} WHERE key > ? ORDER BY key LIMIT ?`)
    };
}
