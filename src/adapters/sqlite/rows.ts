import { PersistenceError } from "../../ports/PersistenceError";
import { JsonObject, StoredRecord } from "../../ports/PersistencePort";
import { StoredColumns } from "../../ports/unreadableRecords";
import { fromSortableText, toSortableText } from "./sortableText";
import { SqliteValue } from "./SqliteDatabase";

export const changeableColumns = "slot, lookup, revision, created_at, due_at, unsettled, data";

export function changeableValues(record: StoredRecord): SqliteValue[] {
    return [
        toSortableText(record.slot),
        toSortableText(record.lookup),
        record.revision,
        toSortableText(record.createdAt),
        record.dueAt === null ? null : toSortableText(record.dueAt),
        record.unsettled ? 1 : 0,
        JSON.stringify(record.data)
    ];
}

export function recordOf(row: unknown): StoredRecord {
    const columns = row as Record<string, unknown>;
    return {
        key: textOf(columns.key),
        identityKey: textOf(columns.identity_key),
        slot: textOf(columns.slot),
        lookup: textOf(columns.lookup),
        revision: numberOf(columns.revision),
        createdAt: textOf(columns.created_at),
        dueAt: columns.due_at === null ? null : textOf(columns.due_at),
        unsettled: numberOf(columns.unsettled) === 1,
        data: dataOf(columns.data)
    };
}

export function columnsOf(row: unknown): StoredColumns {
    const { identity_key: identityKey, created_at: createdAt, due_at: dueAt, ...same } = row as Record<string, unknown>;
    const { key, slot, lookup, revision, unsettled } = same;
    const columns = { key, identityKey, slot, lookup, createdAt, dueAt };
    const strings = Object.entries(columns).map(([name, value]): [string, unknown] => [
        name,
        typeof value === "string" ? fromSortableText(value) : value
    ]);
    return { ...Object.fromEntries(strings), revision: Number(revision), unsettled: Number(unsettled) === 1 };
}

function textOf(value: unknown): string {
    if (typeof value !== "string") throw notARecord();
    return fromSortableText(value);
}

/** A handle may be set to return integers as `bigint`. */
function numberOf(value: unknown): number {
    if (typeof value !== "number" && typeof value !== "bigint") throw notARecord();
    return Number(value);
}

function dataOf(value: unknown): JsonObject {
    let data: unknown;
    try {
        data = JSON.parse(value as string);
    } catch {
        // Without the parser's error as the cause: its message quotes the text.
        throw notARecord("its data is not JSON");
    }
    if (typeof data !== "object" || data === null || Array.isArray(data)) throw notARecord("its data is no object");
    return data as JsonObject;
}

function notARecord(detail = "a column has a value of the wrong type"): PersistenceError {
    return new PersistenceError("corrupt", `The SQLite database holds a row that is no record: ${detail}.`);
}
