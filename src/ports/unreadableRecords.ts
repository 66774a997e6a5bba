import { PersistenceError } from "./PersistenceError";
import { isUnreadable, type PageEntry, type StoredRecord, type UnreadableRecord } from "./PersistencePort";
import { printableKey } from "./recordKeys";

export type StoredColumns = Partial<Record<keyof StoredRecord, unknown>>;

/** Where `recordOf` throws `corrupt`: what `columnsOf` can say of the row. Throws where even the key cannot be read. */
export function pageEntryOf<Row>(
    row: Row,
    recordOf: (row: Row) => StoredRecord,
    columnsOf: (row: Row) => StoredColumns
): PageEntry {
    try {
        return recordOf(row);
    } catch (error) {
        const { key } = columnsOf(row);
        if (PersistenceError.kindOf(error) !== "corrupt" || typeof key !== "string") throw error;
        return { ...readableColumns(columnsOf(row)), key, unreadable: (error as PersistenceError).message };
    }
}

export function requireReadable(entries: PageEntry[]): StoredRecord[] {
    for (const entry of entries) if (isUnreadable(entry)) throw unreadable(entry);
    return entries as StoredRecord[];
}

export function unreadable({ key, unreadable: reason }: UnreadableRecord): PersistenceError {
    return new PersistenceError("corrupt", `The stored record ${printableKey(key)} cannot be read: ${reason}`);
}

function readableColumns(columns: StoredColumns): Partial<Omit<StoredRecord, "key" | "data">> {
    const { identityKey, slot, lookup, revision, createdAt, dueAt, unsettled } = columns;
    return {
        ...(typeof identityKey === "string" ? { identityKey } : {}),
        ...(typeof slot === "string" ? { slot } : {}),
        ...(typeof lookup === "string" ? { lookup } : {}),
        ...(Number.isSafeInteger(revision) ? { revision: revision as number } : {}),
        ...(typeof createdAt === "string" ? { createdAt } : {}),
        ...(typeof dueAt === "string" || dueAt === null ? { dueAt } : {}),
        ...(typeof unsettled === "boolean" ? { unsettled } : {})
    };
}
