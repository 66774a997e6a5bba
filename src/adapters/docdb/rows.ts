import { JsonObject, PageEntry, StoredRecord } from "../../ports/PersistencePort";
import { pageEntryOf, StoredColumns } from "../../ports/unreadableRecords";
import { corrupt } from "./errors";

/** Databases add fields of their own. */
export type StoredDocument = Record<string, unknown>;

export function recordOf(document: unknown, readData: (data: unknown) => JsonObject): StoredRecord {
    if (typeof document !== "object" || document === null)
        throw corrupt("The store holds something else than records.");
    const { key, identityKey, slot, lookup, revision, createdAt, dueAt, unsettled, data } = document as StoredDocument;
    if (
        typeof key !== "string" ||
        typeof identityKey !== "string" ||
        typeof slot !== "string" ||
        typeof lookup !== "string" ||
        typeof revision !== "number" ||
        typeof createdAt !== "string" ||
        (typeof dueAt !== "string" && dueAt !== null) ||
        typeof unsettled !== "boolean"
    ) {
        throw corrupt("A stored record lacks a field, or has one of another type.");
    }
    return { key, identityKey, slot, lookup, revision, createdAt, dueAt, unsettled, data: readData(data) };
}

export function entryOf(document: unknown, readData: (data: unknown) => JsonObject): PageEntry {
    return pageEntryOf(
        document,
        (each) => recordOf(each, readData),
        (each) => (each ?? {}) as StoredColumns
    );
}
