import { PersistenceError } from "../../ports/PersistenceError";

export function slotTaken(cause?: unknown): PersistenceError {
    return new PersistenceError("slotTaken", "Another record holds the slot.", { cause });
}

export function duplicate(cause?: unknown): PersistenceError {
    return new PersistenceError("duplicate", "There is a record with this key or lookup.", { cause });
}

export function staleRevision(): PersistenceError {
    return new PersistenceError("staleRevision", "The record has been changed since it was read.");
}

export function notFound(): PersistenceError {
    return new PersistenceError("notFound", "The Identity has no record with this key.");
}

export function corrupt(message: string, cause?: unknown): PersistenceError {
    return new PersistenceError("corrupt", message, { cause });
}

export function persistenceErrorOf(thrown: unknown): PersistenceError {
    if (PersistenceError.kindOf(thrown) !== undefined) return thrown as PersistenceError;
    return new PersistenceError("unavailable", "The document database does not answer as it should.", {
        cause: thrown
    });
}
