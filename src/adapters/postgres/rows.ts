import { PersistenceError } from "../../ports/PersistenceError";
import type { PageEntry, StoredRecord } from "../../ports/PersistencePort";
import { dataFromJson } from "../../ports/storedJson";
import { pageEntryOf } from "../../ports/unreadableRecords";
import { isStorable } from "./isStorable";

/** Each column as text, whatever parsers the host has set for its types. */
export type Row = (string | null)[];

/** In the order of the statements' parameters. Rejects what PostgreSQL cannot keep. */
export function valuesOf(record: StoredRecord): unknown[] {
    const { key, identityKey, slot, lookup, revision, createdAt, dueAt, unsettled, data } = record;
    requireStorable(key, identityKey, slot, lookup, createdAt, dueAt ?? "");
    return [key, identityKey, slot, lookup, revision, createdAt, dueAt, unsettled, JSON.stringify(data)];
}

/** In the order of the statements' columns. */
export function recordOf(row: Row): StoredRecord {
    return { ...columnsOf(row), data: dataFromJson(row[8]!) };
}

export function entryOf(row: Row): PageEntry {
    return pageEntryOf(row, recordOf, columnsOf);
}

/** The table's own types and constraints keep these readable. */
function columnsOf(row: Row): Omit<StoredRecord, "data"> {
    const [key, identityKey, slot, lookup, revision, createdAt, dueAt, unsettled] = row as string[];
    return {
        key,
        identityKey,
        slot,
        lookup,
        revision: Number(revision),
        createdAt,
        dueAt,
        unsettled: unsettled === "t"
    };
}

export function requireStorable(...strings: string[]): void {
    if (strings.every(isStorable)) return;
    throw new PersistenceError(
        "unavailable",
        "PostgreSQL cannot keep a text that holds the character NUL or half of a surrogate pair. Nothing was changed."
    );
}
