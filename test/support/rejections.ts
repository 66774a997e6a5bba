import { PersistenceError, type PersistenceErrorKind } from "../../src";

/** The `PersistenceError` that the promise rejects with. Throws where it resolves, or rejects with anything else. */
export async function persistenceErrorOf(promise: Promise<unknown>): Promise<PersistenceError> {
    const error = await promise.then(
        () => new Error("It did not reject."),
        (reason: unknown) => reason
    );
    if (PersistenceError.kindOf(error) === undefined) throw error;
    return error as PersistenceError;
}

export async function kindOfRejection(promise: Promise<unknown>): Promise<PersistenceErrorKind> {
    return (await persistenceErrorOf(promise)).kind;
}
