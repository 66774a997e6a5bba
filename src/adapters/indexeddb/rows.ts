import { PersistenceError } from "../../ports/PersistenceError";
import { PageEntry, StoredRecord } from "../../ports/PersistencePort";
import { pageEntryOf, StoredColumns } from "../../ports/unreadableRecords";

interface StoredRow extends StoredRecord {
    /** The `identityKey` while the record is unsettled, otherwise absent: so an index over it holds only the unsettled. */
    unsettledOf?: string;
}

export function rowOf(record: StoredRecord): StoredRow {
    return record.unsettled ? { ...record, unsettledOf: record.identityKey } : record;
}

export function recordOf(row: unknown): StoredRecord {
    if (!isRow(row)) throw new PersistenceError("corrupt", "The database holds something that is no record.");
    const { key, identityKey, slot, lookup, revision, createdAt, dueAt, unsettled, data } = row;
    return { key, identityKey, slot, lookup, revision, createdAt, dueAt, unsettled, data };
}

export function entryOf(row: unknown): PageEntry {
    return pageEntryOf(row, recordOf, (each) => each as StoredColumns);
}

function isRow(row: unknown): row is StoredRow {
    const { key, identityKey, slot, lookup, revision, createdAt, dueAt, unsettled, data } = (row ?? {}) as Partial<
        Record<keyof StoredRow, unknown>
    >;
    return (
        [key, identityKey, slot, lookup, createdAt].every((text) => typeof text === "string") &&
        Number.isSafeInteger(revision) &&
        (dueAt === null || typeof dueAt === "string") &&
        typeof unsettled === "boolean" &&
        typeof data === "object" &&
        data !== null &&
        !Array.isArray(data)
    );
}
