import type { DuePosition, JsonObject, PageEntry, RecordPosition, StoredRecord } from "../../../ports/PersistencePort";
import { dataFromJson } from "../../../ports/storedJson";
import { corrupt } from "../errors";
import { entryOf, recordOf, type StoredDocument } from "../rows";

/** The abstraction has unique indexes over one field only, and sorts by one: so each order is a string, never missing. */
export const uniqueFields = ["key", "slot", "lookup", "historyOrder", "dueOrder", "unsettledOrder"];

/** `data` is JSON text: MongoDB gives `$` and `.` in names a meaning, and has more kinds of numbers than JSON. */
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

/** The field `identityKey` decides; the range is there for the index. */
export function historyOf(identityKey: string): { identityKey: string; historyOrder: { $gt: string; $lt: string } } {
    return { identityKey, historyOrder: { $gt: `${identityKey}\n`, $lt: `${identityKey}\v` } };
}

export function historyAfter(identityKey: string, after: RecordPosition): object {
    const { historyOrder } = historyOf(identityKey);
    return { identityKey, historyOrder: { $gt: historyOrderOf(identityKey, after), $lt: historyOrder.$lt } };
}

export function currentOf(identityKey: string): object {
    const unsettledOrder = { $gt: `unsettled ${identityKey}\n`, $lt: `unsettled ${identityKey}\v` };
    return {
        $or: [
            { slot: identityKey, identityKey },
            { unsettledOrder, identityKey, unsettled: true }
        ]
    };
}

/** A comparison with text skips null. */
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

/** MongoDB orders by code point, the port by code unit: from U+D800 on, each unit becomes a mark and a lower character. */
function sortable(text: string): string {
    return text.replace(/[\uD7FF-\uFFFF]/g, (unit) => `\uD7FF${String.fromCharCode(unit.charCodeAt(0) - 0xc7ff)}`);
}

function readData(text: unknown): JsonObject {
    if (typeof text !== "string") throw corrupt("A stored record has no data.");
    return dataFromJson(text);
}
