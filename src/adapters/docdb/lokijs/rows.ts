import type { JsonObject, PageEntry, StoredRecord } from "../../../ports/PersistencePort";
import { cloneJson } from "../../../ports/cloneJson";
import { byCreation } from "../../../ports/order";
import { duplicate, notFound, slotTaken, staleRevision } from "../../../ports/refusals";
import { corrupt } from "../errors";
import { entryOf, recordOf, type StoredDocument } from "../rows";

export const uniqueFields = ["key", "slot", "lookup"];

export interface Neighbours {
    readonly bySlot: StoredDocument | undefined;
    readonly byLookup: StoredDocument | undefined;
}

/** A copy: LokiJS keeps the object that it is given, and adds fields to it. */
export function documentOf(record: StoredRecord): StoredDocument {
    const { key, identityKey, slot, lookup, revision, createdAt, dueAt, unsettled, data } = record;
    return { key, identityKey, slot, lookup, revision, createdAt, dueAt, unsettled, data: cloneJson(data) };
}

export function readRecord(document: object): StoredRecord {
    return recordOf(document, readData);
}

export function readEntry(document: object): PageEntry {
    return entryOf(document, readData);
}

export function currentRecords(
    identityKey: string,
    holder: StoredDocument | undefined,
    unsettled: readonly StoredDocument[]
): StoredRecord[] {
    const current = holder?.identityKey === identityKey ? [readRecord(holder)] : [];
    for (const document of unsettled) {
        if (document !== holder) current.push(readRecord(document));
    }
    return current.length > 1 ? current.sort(byCreation) : current;
}

export function requireUnchanged(
    identityKey: string,
    stored: StoredDocument | undefined,
    expectedRevision: number
): StoredDocument {
    if (stored?.identityKey !== identityKey) throw notFound();
    if (stored.revision !== expectedRevision) throw staleRevision();
    return stored;
}

export function requireUnique({ key }: StoredRecord, { bySlot, byLookup }: Neighbours): void {
    if (bySlot !== undefined && bySlot.key !== key) throw slotTaken();
    if (byLookup !== undefined && byLookup.key !== key) throw duplicate();
}

function readData(data: unknown): JsonObject {
    if (typeof data !== "object" || data === null || Array.isArray(data)) throw corrupt("A stored record has no data.");
    return cloneJson(data);
}
