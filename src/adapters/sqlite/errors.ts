import { PersistenceError, PersistenceErrorKind } from "../../ports/PersistenceError";
import { StoredRecord } from "../../ports/PersistencePort";
import { toSortableText } from "./sortableText";
import { Statements } from "./statements";

const resultCodes = {
    SQLITE_ERROR: 1,
    SQLITE_BUSY: 5,
    SQLITE_LOCKED: 6,
    SQLITE_READONLY: 8,
    SQLITE_IOERR: 10,
    SQLITE_CORRUPT: 11,
    SQLITE_FULL: 13,
    SQLITE_CANTOPEN: 14,
    SQLITE_SCHEMA: 17,
    SQLITE_CONSTRAINT: 19,
    SQLITE_NOTADB: 26
} as const;

type ResultCode = keyof typeof resultCodes;

const meanings: Partial<Record<ResultCode, [kind: PersistenceErrorKind, meaning: string]>> = {
    SQLITE_ERROR: ["corrupt", "its tables are not as this module made them, or the driver's SQLite is older than 3.37"],
    SQLITE_SCHEMA: ["corrupt", "its tables are not as this module made them"],
    SQLITE_CORRUPT: ["corrupt", "its file is damaged"],
    SQLITE_NOTADB: ["corrupt", "the file is not a SQLite database, or it is encrypted"],
    SQLITE_BUSY: ["unavailable", "another connection has kept it locked for too long"],
    SQLITE_LOCKED: ["unavailable", "it is locked by something else on the same connection"],
    SQLITE_READONLY: ["unavailable", "this user must not write to the file or to its directory"],
    SQLITE_IOERR: ["unavailable", "the disk or the file system failed to read or write"],
    SQLITE_FULL: ["unavailable", "the disk is full, or the database has reached its largest size"],
    SQLITE_CANTOPEN: ["unavailable", "this user cannot open the file, or cannot create files in its directory"]
};

/** `database` is its name in the message. Neither the message nor the cause has any value of a record in it. */
export function toPersistenceError(thrown: unknown, database: string): PersistenceError {
    if (thrown instanceof PersistenceError) return thrown;
    const code = resultCodeOf(thrown);
    const known = code === undefined ? undefined : meanings[code];
    if (known === undefined) {
        return new PersistenceError("unavailable", `${database} cannot be used: see the cause.`, { cause: thrown });
    }
    const [kind, meaning] = known;
    return new PersistenceError(kind, `${database} cannot be used: ${meaning} (${code}).`, { cause: thrown });
}

export function isLocked(thrown: unknown): boolean {
    const code = resultCodeOf(thrown);
    return code === "SQLITE_BUSY" || code === "SQLITE_LOCKED";
}

/** The answer to a `BEGIN` within a transaction; it says nothing about the tables. */
export function isGeneralError(thrown: unknown): boolean {
    return resultCodeOf(thrown) === "SQLITE_ERROR";
}

export function isUniqueViolation(thrown: unknown): boolean {
    return resultCodeOf(thrown) === "SQLITE_CONSTRAINT" && messageOf(thrown).startsWith("UNIQUE");
}

function namesSlot(thrown: unknown): boolean {
    return messageOf(thrown).includes("identity_deletion_process.slot");
}

/** The code is `code` (better-sqlite3, libsql), `rawCode` or in the message (libsql), or `errcode` (node:sqlite). */
function resultCodeOf(thrown: unknown): ResultCode | undefined {
    // Not `instanceof Error`: a native driver's errors may come from another realm.
    const { code, rawCode, errcode } = Object(thrown) as { code?: unknown; rawCode?: unknown; errcode?: unknown };
    const number = [errcode, rawCode, codeOfFailedOpening(thrown)].find((value) => typeof value === "number");
    for (const [name, primary] of Object.entries(resultCodes)) {
        if (number === undefined ? isOf(name, code) : (number & 0xff) === primary) return name as ResultCode;
    }
    return undefined;
}

function codeOfFailedOpening(thrown: unknown): number | undefined {
    const found = /^ConnectionFailed\(.*: (\d+)"\)$/s.exec(messageOf(thrown));
    return found === null ? undefined : Number(found[1]);
}

function isOf(name: string, code: unknown): boolean {
    return typeof code === "string" && (code === name || code.startsWith(`${name}_`));
}

function messageOf(thrown: unknown): string {
    return String((Object(thrown) as { message?: unknown }).message);
}

/** SQLite names the index that it checked first; the port wants a taken slot first. */
export function whichRuleIsBroken(statements: Statements, record: StoredRecord, cause: unknown): PersistenceError {
    const [holder] = statements.keyOfSlot.all(toSortableText(record.slot)) as { key: string }[];
    const isTaken = holder === undefined ? namesSlot(cause) : holder.key !== toSortableText(record.key);
    return isTaken
        ? new PersistenceError("slotTaken", "Another record holds the slot.", { cause })
        : new PersistenceError("duplicate", "Another record has this key or lookup.", { cause });
}

export function whyNothingChanged(
    statements: Statements,
    which: readonly [key: string, identityKey: string]
): PersistenceError {
    return statements.revisionOf.all(...which).length === 0
        ? new PersistenceError("notFound", "That Identity has no record with this key.")
        : new PersistenceError("staleRevision", "The record has been changed since it was read.");
}
