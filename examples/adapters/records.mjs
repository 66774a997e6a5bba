// What every adapter says about a record.
import { PersistenceError } from "identity-deletion-process";

/** @import { PageEntry, PersistenceErrorKind, StoredRecord } from "identity-deletion-process" */

/** The kind says why. @param {PersistenceErrorKind} kind @param {unknown} [cause] */
export function refused(kind, cause) {
    return new PersistenceError(kind, "The database refused the write.", { cause });
}

/** For a driver's error: it never leaves an adapter as it is. @param {unknown} cause */
export function failed(cause) {
    if (PersistenceError.kindOf(cause) !== undefined) return cause;
    return new PersistenceError("unavailable", "The database failed; see the cause. A write may have happened.", {
        cause
    });
}

/** A record that cannot be read keeps its place on a page. @param {Omit<StoredRecord, "data">} columns @param {string} json @returns {PageEntry} */
export function entryOf(columns, json) {
    try {
        return { ...columns, data: JSON.parse(json) };
    } catch {
        return { ...columns, unreadable: "Its data is not JSON." };
    }
}

/** For the methods that are about one Identity. @param {PageEntry} entry @returns {StoredRecord} */
export function readable(entry) {
    if ("data" in entry) return entry;
    throw new PersistenceError("corrupt", entry.unreadable);
}
