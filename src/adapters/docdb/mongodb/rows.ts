import type { DuePosition, JsonObject, PageEntry, RecordPosition, StoredRecord } from "../../../ports/PersistencePort";
import { corrupt } from "../errors";
import { entryOf, recordOf, type StoredDocument } from "../rows";

/**
 * The abstraction lets a store have unique indexes and no others, over one field each, and sorts by one field. So the
 * orders in which records are asked for are strings of their own, each unique because it ends in the key, and present on
 * every record because such an index takes a missing value for a value.
 */
export const uniqueFields = ["key", "slot", "lookup", "historyOrder", "dueOrder", "unsettledOrder"];

/**
 * `data` becomes JSON text: MongoDB gives names with `$` and `.` a meaning, has more kinds of numbers than JSON, and
 * would compare documents name by name in their order.
 */
export function documentOf(record: StoredRecord): StoredDocument {
    const { key, identityKey, slot, lookup, revision, createdAt, dueAt, unsettled, data } = record;
    return {
        ...{ key, identityKey, slot, lookup, revision, createdAt, dueAt, unsettled },
        data: JSON.stringify(data),
        historyOrder: historyOrderOf(identityKey, record),
        dueOrder: dueAt === null ? `never ${key}` : dueOrderOf({ dueAt, key }),
        unsettledOrder: unsettled ? `unsettled ${historyOrderOf(identityKey, record)}` : `settled ${key}`
    };
}

export function readRecord(document: unknown): StoredRecord {
    return recordOf(document, readData);
}

export function readEntry(document: unknown): PageEntry {
    return entryOf(document, readData);
}

/** All records of the Identity. The field of the Identity itself decides; the range is what the index is for. */
export function historyOf(identityKey: string): { identityKey: string; historyOrder: { $gt: string; $lt: string } } {
    return { identityKey, historyOrder: { $gt: `${identityKey}\n`, $lt: `${identityKey}\v` } };
}

/** Those behind the position. */
export function historyAfter(identityKey: string, after: RecordPosition): object {
    const { historyOrder } = historyOf(identityKey);
    return { identityKey, historyOrder: { $gt: historyOrderOf(identityKey, after), $lt: historyOrder.$lt } };
}

/** Those that hold the Identity's slot or are unsettled. */
export function currentOf(identityKey: string): object {
    const unsettledOrder = { $gt: `unsettled ${identityKey}\n`, $lt: `unsettled ${identityKey}\v` };
    return {
        $or: [
            { slot: identityKey, identityKey },
            { unsettledOrder, identityKey, unsettled: true }
        ]
    };
}

/** Those with a `dueAt` at or before the moment, behind the position; a comparison with text passes over null. */
export function dueUntil(until: string, after?: DuePosition): object {
    const behind = after === undefined ? {} : { $gt: dueOrderOf(after) };
    return { dueOrder: { $lt: `${sortable(until)}!`, ...behind }, dueAt: { $lte: until } };
}

function dueOrderOf({ dueAt, key }: DuePosition): string {
    return `${sortable(dueAt)} ${sortable(key)}`;
}

function historyOrderOf(identityKey: string, { createdAt, key }: RecordPosition): string {
    return `${identityKey}\n${sortable(createdAt)} ${sortable(key)}`;
}

/**
 * MongoDB orders text by code point, the port by UTF-16 code unit, which differs from U+D800 on: from there on, each code
 * unit is written as a mark and a character below U+D800, so that both orders are the same.
 */
function sortable(text: string): string {
    return text.replace(/[\uD7FF-\uFFFF]/g, (unit) => `\uD7FF${String.fromCharCode(unit.charCodeAt(0) - 0xc7ff)}`);
}

function readData(text: unknown): JsonObject {
    if (typeof text !== "string") throw corrupt("A stored record has no data.");
    let data: unknown;
    try {
        data = JSON.parse(text);
    } catch {
        // Without the parser's error as the cause: its message quotes the text.
        throw corrupt("The data of a stored record is not JSON.");
    }
    if (typeof data !== "object" || data === null || Array.isArray(data)) {
        throw corrupt("The data of a stored record is no object.");
    }
    return data as JsonObject;
}
