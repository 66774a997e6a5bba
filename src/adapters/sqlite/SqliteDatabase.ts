/**
 * As much of a synchronous SQLite driver as this adapter calls: libsql, better-sqlite3 and the `DatabaseSync` of
 * `node:sqlite` are of this shape as they are.
 */
export interface SqliteDatabase {
    /** Runs SQL without parameters. */
    exec(sql: string): unknown;
    prepare(sql: string): SqliteStatement;
    close(): unknown;
}

export interface SqliteStatement {
    /** Runs a statement that writes. The parameters stand for its question marks, in their order. */
    run(...parameters: SqliteValue[]): { changes: number | bigint };
    /** All rows of a statement that reads, each an object by column name. */
    all(...parameters: SqliteValue[]): unknown[];
}

export type SqliteValue = string | number | null;

/** Opens the database file at that path, and creates it where there is none. `:memory:` is not on disk. */
export type SqliteDriver = (path: string) => SqliteDatabase;
