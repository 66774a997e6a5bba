import { PersistenceError } from "../../ports/PersistenceError";

export function corrupt(message: string, cause?: unknown): PersistenceError {
    return new PersistenceError("corrupt", message, { cause });
}

export function persistenceErrorOf(thrown: unknown): PersistenceError {
    if (PersistenceError.kindOf(thrown) !== undefined) return thrown as PersistenceError;
    return new PersistenceError("unavailable", "The document database does not answer as it should.", {
        cause: thrown
    });
}
