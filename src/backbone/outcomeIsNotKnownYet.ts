import { ErrorCode } from "../domain/ErrorCode";
import { IdentityDeletionError } from "../domain/IdentityDeletionError";

export function outcomeIsNotKnownYet(cause?: unknown): IdentityDeletionError {
    return new IdentityDeletionError(
        ErrorCode.outcomeIsNotKnownYet,
        "The Backbone's answer to a command was lost, and the command may still be on its way: ask again in a few seconds.",
        cause === undefined ? {} : { cause }
    );
}
