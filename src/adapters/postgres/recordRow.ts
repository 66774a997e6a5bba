import { PersistenceError } from "../../ports/PersistenceError";
import type { JsonObject, StoredRecord } from "../../ports/PersistencePort";
import { isStorable } from "./isStorable";

/** A row as PostgreSQL sends it: each column as text, whatever parsers the host has set for its types. */
export type Row = (string | null)[];

/** In the order of the statements' parameters. Rejects what PostgreSQL cannot keep. */
export function valuesOf(record: StoredRecord): unknown[] {
    const { key, identityKey, slot, lookup, revision, createdAt, dueAt, unsettled, data } = record;
    requireStorable(key, identityKey, slot, lookup, createdAt, dueAt ?? "");
    return [key, identityKey, slot, lookup, revision, createdAt, dueAt, unsettled, JSON.stringify(data)];
}

/** From the statements' columns, in their order. Rejects as `corrupt` what nobody has written here. */
export function recordOf(row: Row): StoredRecord {
    try {
        return read(row);
    } catch (cause) {
        throw new PersistenceError("corrupt", "A stored record cannot be read.", { cause });
    }
}

function read(row: Row): StoredRecord {
    const [key, identityKey, slot, lookup, revision, createdAt, dueAt, unsettled, data] = row as string[];
    return {
        key,
        identityKey,
        slot,
        lookup,
        revision: Number(revision),
        createdAt,
        dueAt,
        unsettled: unsettled === "t",
        data: JSON.parse(data) as JsonObject
    };
}

export function requireStorable(...texts: string[]): void {
    if (texts.every(isStorable)) return;
    throw new PersistenceError(
        "unavailable",
        "PostgreSQL cannot keep a text that holds the character NUL or half of a surrogate pair. Nothing was changed."
    );
}
