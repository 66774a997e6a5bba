import type { RecordPosition } from "./PersistencePort";

export function byCreation(one: RecordPosition, other: RecordPosition): number {
    return compare(one.createdAt, other.createdAt) || compare(one.key, other.key);
}

/** By UTF-16 code unit, as the port orders. */
export function compare(one: string, other: string): number {
    return one === other ? 0 : one < other ? -1 : 1;
}
