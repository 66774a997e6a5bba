import type { RecordPosition, StoredRecord } from "./PersistencePort";

export function byCreation(one: RecordPosition, other: RecordPosition): number {
    return compare(one.createdAt, other.createdAt) || byKey(one, other);
}

export function byDueDate(
    one: Pick<StoredRecord, "dueAt" | "key">,
    other: Pick<StoredRecord, "dueAt" | "key">
): number {
    return compare(one.dueAt!, other.dueAt!) || byKey(one, other);
}

export function byKey(one: Pick<StoredRecord, "key">, other: Pick<StoredRecord, "key">): number {
    return compare(one.key, other.key);
}

/** By UTF-16 code unit, as the port orders. */
function compare(one: string, other: string): number {
    return one === other ? 0 : one < other ? -1 : 1;
}
