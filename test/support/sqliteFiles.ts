import { readFile } from "node:fs/promises";
import Libsql from "libsql";
import { SqlitePersistence, type SqliteDatabase } from "../../src/adapters/sqlite";
import type { StoredRecord } from "../../src";
import { alice, bob } from "./fixtures";
import { markOf } from "./pseudonymization/marks";
import { recordOf } from "./records";

/** What the SQL returns, asked on a connection of its own. */
export function queryFile(path: string, sql: string): unknown[] {
    const database = new Libsql(path);
    try {
        return database.prepare(sql).all();
    } finally {
        database.close();
    }
}

export function changeFile(path: string, sql: string): void {
    const database = new Libsql(path);
    try {
        database.exec(sql);
    } finally {
        database.close();
    }
}

/** A connection next to the adapter's, as another process would have it. */
export function otherConnection(path: string): SqliteDatabase {
    return new Libsql(path);
}

export async function openStore(path: string, busyTimeoutInMs?: number): Promise<SqlitePersistence> {
    const store = SqlitePersistence.open(path, { busyTimeoutInMs });
    await store.open();
    return store;
}

/**
 * Some hundred records of Alice and Bob, none of which holds a slot, in a file that a module has used; closed again. Gives
 * the records.
 */
export async function fillFile(path: string): Promise<StoredRecord[]> {
    const store = await openStore(path);
    const records = Array.from({ length: 200 }, (_, index) =>
        recordOf(index % 2 === 0 ? alice : bob, { status: "Cancelled", createdByDevice: "x".repeat(300) })
    );
    for (const record of [markOf(undefined), ...records]) await store.insert(record);
    await store.close();
    return records;
}

/** The bytes of the database and of its write-ahead log. */
export async function bytesOf(path: string): Promise<Buffer[]> {
    return await Promise.all([path, `${path}-wal`].map(async (file) => await readFile(file).catch(() => Buffer.of())));
}
