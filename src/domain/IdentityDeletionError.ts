import { ErrorCode } from "./ErrorCode";
import { ApplicationError } from "./tsUtils";

/** Neither its message nor `data` holds personal data. `cause` may: it is for the host's operators. */
export class IdentityDeletionError extends ApplicationError {
    public override readonly name = "IdentityDeletionError";

    public constructor(code: ErrorCode, message: string, options: { cause?: unknown } = {}) {
        super(code, message);
        if ("cause" in options) {
            Object.defineProperty(this, "cause", { value: options.cause, enumerable: false, configurable: true });
        }
    }

    public static noActiveProcess(): IdentityDeletionError {
        return new IdentityDeletionError(
            ErrorCode.noActiveIdentityDeletionProcess,
            "There is no active IdentityDeletionProcess for this Identity."
        );
    }

    public static activeProcessAlreadyExists(): IdentityDeletionError {
        return new IdentityDeletionError(
            ErrorCode.activeIdentityDeletionProcessAlreadyExists,
            "There already is an IdentityDeletionProcess for this Identity: cancel it before you initiate another."
        );
    }

    public static gracePeriodHasExpired(): IdentityDeletionError {
        return new IdentityDeletionError(
            ErrorCode.gracePeriodHasExpired,
            "The grace period is over: the IdentityDeletionProcess can no longer be cancelled."
        );
    }

    public static identityIsDeleted(): IdentityDeletionError {
        return new IdentityDeletionError(
            ErrorCode.identityIsDeleted,
            "This Identity has been deleted: it cannot initiate another IdentityDeletionProcess."
        );
    }

    public static recordNotFound(): IdentityDeletionError {
        return new IdentityDeletionError(
            ErrorCode.recordNotFound,
            "This Identity has no IdentityDeletionProcess with this id."
        );
    }

    public static invalidPropertyValue(message: string): IdentityDeletionError {
        return new IdentityDeletionError(ErrorCode.invalidPropertyValue, message);
    }

    public static authorityHasChanged(): IdentityDeletionError {
        return new IdentityDeletionError(
            ErrorCode.authorityHasChanged,
            "The open IdentityDeletionProcess of this Identity was decided by another authority: say what shall happen to it."
        );
    }

    public static deletionHasBegun(): IdentityDeletionError {
        return new IdentityDeletionError(
            ErrorCode.deletionHasBegun,
            "The deletion of this Identity has begun and can only be finished: run a lifecycle on this store, whatever the present authority is."
        );
    }

    public static pseudonymKeyIsWrong(message: string): IdentityDeletionError {
        return new IdentityDeletionError(ErrorCode.pseudonymKeyIsWrong, message);
    }

    public static storeIsNotConverted(message: string): IdentityDeletionError {
        return new IdentityDeletionError(ErrorCode.storeIsNotConverted, message);
    }

    public static storeUnavailable(message: string, cause?: unknown): IdentityDeletionError {
        return new IdentityDeletionError(ErrorCode.storeUnavailable, message, { cause });
    }

    public static storeIsCorrupt(message: string, cause?: unknown): IdentityDeletionError {
        return new IdentityDeletionError(ErrorCode.storeIsCorrupt, message, { cause });
    }
}
