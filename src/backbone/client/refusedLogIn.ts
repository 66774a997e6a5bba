import { ErrorCode } from "../../domain/ErrorCode";
import { BackboneFailure } from "./BackboneFailure";

/** After `invalid_grant` the Backbone has to be asked whether the Identity is deleted. */
export async function refusedLogIn(
    error: string | undefined,
    isDeleted: () => Promise<boolean>,
    correlationId?: string
): Promise<BackboneFailure> {
    const failure = (code: ErrorCode, message: string): BackboneFailure =>
        new BackboneFailure(code, message, "notDone", correlationId === undefined ? {} : { correlationId });
    if (error === "access_denied") {
        return failure(
            ErrorCode.logInIsLocked,
            "After too many wrong passwords the Backbone has locked this device's login: try again in ten minutes."
        );
    }
    if (error !== "invalid_grant") {
        return failure(
            ErrorCode.invalidCredentials,
            "The Backbone issues no token to this client: check the client's id and secret."
        );
    }
    return (await isDeleted())
        ? failure(ErrorCode.identityIsDeleted, "The Backbone has deleted this Identity.")
        : failure(ErrorCode.invalidCredentials, "The Backbone does not know this user name with this password.");
}
