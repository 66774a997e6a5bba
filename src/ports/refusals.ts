import { PersistenceError } from "./PersistenceError";

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

export function notOpen(): PersistenceError {
    return new PersistenceError("unavailable", "The store is not open.");
}
