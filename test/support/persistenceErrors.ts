import type { PersistenceErrorKind } from "../../src/ports/PersistenceError";

/** For `rejects.toMatchObject`, which takes a plain regular expression as an object that everything matches. */
export function persistenceError(kind: PersistenceErrorKind, message = /^/): object {
    return { name: "PersistenceError", kind, message: expect.stringMatching(message) as unknown };
}
