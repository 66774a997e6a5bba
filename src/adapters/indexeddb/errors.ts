import { PersistenceError, PersistenceErrorKind } from "../../ports/PersistenceError";
import { StoredRecord } from "../../ports/PersistencePort";
import { duplicate, slotTaken } from "../../ports/refusals";
import { ObjectStore } from "./browserDatabase";
import { indexNames } from "./migrations";

const meanings: Readonly<Record<string, readonly [PersistenceErrorKind, string]>> = {
    VersionError: [
        "newerVersion",
        "The database was upgraded by a newer release, perhaps in another tab: load the page anew."
    ],
    QuotaExceededError: ["unavailable", "The storage that the browser allows this site is full. Nothing was stored."],
    SecurityError: [
        "unavailable",
        "The browser does not let this page store anything: a private window, a sandboxed frame, or a setting forbids it."
    ],
    InvalidStateError: [
        "unavailable",
        "The browser has closed the database, or allows none here, as some do in a private window."
    ],
    UnknownError: ["unavailable", "The browser could not read or write its disk. Nothing was stored."],
    AbortError: ["unavailable", "The browser took the transaction back. Nothing was stored."],
    NotReadableError: ["corrupt", "The browser cannot read what it has stored."]
};

export function toPersistenceError(thrown: unknown): PersistenceError {
    if (thrown instanceof PersistenceError) return thrown;
    const [kind, message] = meanings[nameOf(thrown)] ?? ["unavailable", "IndexedDB failed; see the error's cause."];
    return new PersistenceError(kind, message, { cause: thrown });
}

export function nameOf(thrown: unknown): string {
    return String((thrown as { name?: unknown } | null | undefined)?.name);
}

/** The browser does not say which index refused the write. The same transaction still sees what is in its way. */
export async function brokenConstraint(
    processes: ObjectStore,
    { key, slot }: StoredRecord,
    cause: unknown
): Promise<PersistenceError> {
    const holder = await processes.index(indexNames.slot).getKey(slot);
    return holder !== undefined && holder !== key ? slotTaken(cause) : duplicate(cause);
}
