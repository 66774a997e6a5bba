import { PersistenceError } from "../../ports/PersistenceError";

export function slotTaken(cause?: unknown): PersistenceError {
    return new PersistenceError("slotTaken", "Another record holds the slot.", { cause });
}

export function notFound(): PersistenceError {
    return new PersistenceError("notFound", "There is no record with this key.");
}

export function staleRevision(): PersistenceError {
    return new PersistenceError("staleRevision", "The record has been changed since it was read.");
}
