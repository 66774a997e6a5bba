/** What is called of a synchronous driver: libsql, better-sqlite3 and `DatabaseSync` of `node:sqlite` fit as they are. */
export interface SqliteDatabase {
    exec(sql: string): unknown;
    prepare(sql: string): SqliteStatement;
    close(): unknown;
}

export interface SqliteStatement {
    run(...parameters: SqliteValue[]): { changes: number | bigint };
    all(...parameters: SqliteValue[]): unknown[];
}

export type SqliteValue = string | number | null;

/** Opens the file at that path, and creates it where there is none. `:memory:` is not on disk. */
export type SqliteDriver = (path: string) => SqliteDatabase;
