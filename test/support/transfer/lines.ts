import type { PersistencePort, StoredRecord } from "../../../src";
import { requireReadable } from "../../../src/ports/unreadableRecords";
import { exportRecords } from "../../../src/transfer";
import { storeWith } from "../records";

/** As `importRecords` takes them. */
export function source(lines: readonly string[]): () => AsyncIterable<string> {
    return () => asyncOf(lines);
}

export async function* asyncOf<T>(items: readonly T[]): AsyncGenerator<T> {
    yield* items;
}

export async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
    const all: T[] = [];
    for await (const item of items) all.push(item);
    return all;
}

export async function exported(persistence: PersistencePort): Promise<string[]> {
    return await collected(exportRecords(persistence));
}

/** The lines that a memory store with these records exports. */
export async function linesWith(...records: StoredRecord[]): Promise<string[]> {
    return await exported(await storeWith(...records));
}

export async function contentOf(persistence: PersistencePort): Promise<StoredRecord[]> {
    return requireReadable(await persistence.scan(undefined, 100_000));
}
