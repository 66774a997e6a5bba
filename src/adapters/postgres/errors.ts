import { PersistenceError, type PersistenceErrorKind } from "../../ports/PersistenceError";

export interface Failure {
    readonly changedNothing: boolean;
    readonly isTemporary: boolean;
    readonly connectionIsLost: boolean;
    readonly kind: PersistenceErrorKind;
    readonly cause: unknown;
}

/** Codes of Node's own errors begin with E, which no class of SQLSTATE does. */
const sqlStateForm = /^[0-9FHPX][0-9A-Z]{4}$/;

/** PostgreSQL has undone the transaction so that another could go on: again, on the same connection. */
const lostToAnother = new Set(["40001", "40P01", "55P03"]);

/** By a server that became read-only, or for a prepared statement that is gone, as behind a pooler, or outdated. */
const refusedOnThisConnection = new Set(["25006", "26000", "42P05", "0A000"]);

/** The server, or a proxy before it, went away or gave up; what it had done by then is not known. */
const outcomeUnknown = /^(08|57P|58|XX|F0|40003)/;

/** Will not pass: the login, the database, what a role may do. */
const refusesToConnect = /^(28|3D|42|22)/;

const tableIsMissing = new Set(["42P01", "42703", "3F000"]);
const damaged = new Set(["XX001", "XX002"]);

export function connectFailure(cause: unknown): Failure {
    const isTemporary = !refusesToConnect.test(sqlStateOf(cause) ?? "");
    return { changedNothing: true, isTemporary, connectionIsLost: true, kind: "unavailable", cause };
}

export function statementFailure(cause: unknown): Failure {
    const state = sqlStateOf(cause);
    if (state === undefined || outcomeUnknown.test(state)) {
        const kind = damaged.has(state ?? "") ? "corrupt" : "unavailable";
        return { changedNothing: false, isTemporary: kind !== "corrupt", connectionIsLost: true, kind, cause };
    }
    const connectionIsLost = refusedOnThisConnection.has(state);
    return {
        changedNothing: true,
        isTemporary: connectionIsLost || lostToAnother.has(state),
        connectionIsLost,
        kind: kindOf(state),
        cause
    };
}

export function persistenceErrorOf({ kind, changedNothing, cause }: Failure, isRead: boolean): PersistenceError {
    return new PersistenceError(kind, messageOf(kind, changedNothing || isRead, cause), { cause });
}

export function sqlStateOf(error: unknown): string | undefined {
    const code = (error as { code?: unknown } | null | undefined)?.code;
    return typeof code === "string" && sqlStateForm.test(code) ? code : undefined;
}

export function brokenConstraintOf(error: unknown): unknown {
    return (error as { constraint?: unknown }).constraint;
}

function kindOf(state: string): PersistenceErrorKind {
    if (state === "23505") return "duplicate";
    return tableIsMissing.has(state) ? "corrupt" : "unavailable";
}

function messageOf(kind: PersistenceErrorKind, changedNothing: boolean, cause: unknown): string {
    if (kind === "duplicate") return "There is a record with this key or lookup.";
    if (kind === "corrupt") return "PostgreSQL cannot find or read what is stored; see the error's cause.";
    if (sqlStateOf(cause) === "42501") return "PostgreSQL does not let this role do what the store needs.";
    return changedNothing
        ? "PostgreSQL is not available. Nothing was changed."
        : "The connection to PostgreSQL was lost before it answered. Whether the change was made is not known.";
}
