import { ErrorCode } from "../domain/ErrorCode";
import { IdentityDeletionError } from "../domain/IdentityDeletionError";
import { ApplicationError } from "../domain/tsUtils";
import { PersistenceError } from "../ports/PersistenceError";

const knownCodes: readonly unknown[] = Object.values(ErrorCode);

/** Neither throws nor loses the cause, whatever was thrown. */
export function toApplicationError(thrown: unknown): ApplicationError {
    try {
        return withCode(thrown) ?? fromPersistence(thrown) ?? unknownError(thrown);
    } catch {
        return unknownError(thrown);
    }
}

function withCode(thrown: unknown): ApplicationError | undefined {
    if (!(thrown instanceof Error)) return undefined;
    const { code } = thrown as Partial<ApplicationError>;
    if (!knownCodes.includes(code)) return undefined;
    if (thrown instanceof ApplicationError) return thrown;
    return new IdentityDeletionError(code as ErrorCode, thrown.message, { cause: thrown });
}

function fromPersistence(thrown: unknown): ApplicationError | undefined {
    switch (PersistenceError.kindOf(thrown)) {
        case "unavailable":
            return IdentityDeletionError.storeUnavailable("The store is not available.", thrown);
        case "corrupt":
            return IdentityDeletionError.storeIsCorrupt("What the store holds cannot be read.", thrown);
        case "newerVersion":
            return new IdentityDeletionError(
                ErrorCode.storeIsOfNewerVersion,
                "The store was written by a newer release of identity-deletion-process: update the software.",
                { cause: thrown }
            );
        default:
            return undefined;
    }
}

function unknownError(cause: unknown): ApplicationError {
    return new IdentityDeletionError(ErrorCode.unknown, "Something unforeseen went wrong; see the error's cause.", {
        cause
    });
}
