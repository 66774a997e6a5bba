import { ErrorCode } from "../domain/ErrorCode";
import { IdentityDeletionError } from "../domain/IdentityDeletionError";

export function outcomeIsNotKnownYet(cause?: unknown): IdentityDeletionError {
    return new IdentityDeletionError(
        ErrorCode.outcomeIsNotKnownYet,
        "The Backbone's answer to a command was lost, and the command may still be on its way: ask again in a few seconds.",
        cause === undefined ? {} : { cause }
    );
}

export function processIsInDoubt(cause?: unknown): IdentityDeletionError {
    return new IdentityDeletionError(
        ErrorCode.processIsInDoubt,
        "The Backbone no longer shows the open IdentityDeletionProcess of this Identity, and has not said that it ended: ask again later, or cancel it.",
        cause === undefined ? {} : { cause }
    );
}
