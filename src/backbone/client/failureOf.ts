import { ErrorCode } from "../../domain/ErrorCode";
import { RemoteError } from "./answers";
import { BackboneFailure } from "./BackboneFailure";
import { HttpResponse, HttpRequest } from "./HttpTransport";

/** The refusals with a meaning of their own. All mean `notDone`. */
const refusals: Readonly<Record<string, readonly [ErrorCode, string]>> = {
    "error.platform.validation.device.onlyOneActiveDeletionProcessAllowed": [
        ErrorCode.activeIdentityDeletionProcessAlreadyExists,
        "The Backbone has an active IdentityDeletionProcess of this Identity already."
    ],
    "error.platform.validation.device.deletionProcessIsNotInRequiredStatus": [
        ErrorCode.noActiveIdentityDeletionProcess,
        "For the Backbone this IdentityDeletionProcess is no longer active."
    ],
    "error.platform.validation.device.gracePeriodHasAlreadyExpired": [
        ErrorCode.gracePeriodHasExpired,
        "The grace period is over: the IdentityDeletionProcess can no longer be cancelled."
    ],
    "error.platform.validation.invalidPropertyValue": [
        ErrorCode.invalidPropertyValue,
        "lengthOfGracePeriodInDays must be a length that the Backbone allows."
    ],
    "error.platform.validation.invalidId": [ErrorCode.invalidPropertyValue, "The Backbone does not take this id."],
    "error.platform.inputCannotBeParsed": [ErrorCode.invalidPropertyValue, "The Backbone cannot read the request."],
    "error.platform.recordNotFound": [
        ErrorCode.recordNotFound,
        "The Backbone has no IdentityDeletionProcess of this Identity with this id."
    ],
    "error.platform.forbidden": [ErrorCode.forbidden, "The Backbone forbids this."],
    "error.platform.quotaExhausted": [ErrorCode.quotaExhausted, "The quota at the Backbone is exhausted."]
};

export function failureOf(
    { status, retryAfterInMs }: HttpResponse,
    remote: RemoteError | undefined,
    method: HttpRequest["method"],
    correlationId: string
): BackboneFailure {
    const details = {
        correlationId,
        retryAfterInMs,
        backboneCode: remote?.code,
        isExhaustedUntil: remote?.isExhaustedUntil
    };
    const isRefusal = status >= 400 && status < 500;
    if (remote !== undefined && isRefusal) {
        const [code, message] = Object.hasOwn(refusals, remote.code)
            ? refusals[remote.code]
            : [ErrorCode.unknown, "The Backbone refused this with a code that is not known here."];
        const isRetryable = status === 429 && retryAfterInMs !== undefined;
        return new BackboneFailure(code, message, "notDone", { ...details, isRetryable });
    }
    if (status === 429) {
        const message = "The Backbone, or a proxy before it, takes no more requests for now.";
        return new BackboneFailure(ErrorCode.quotaExhausted, message, "notDone", { ...details, isRetryable: true });
    }
    if (remote !== undefined && status >= 500) {
        const message = "Something went wrong inside the Backbone.";
        return BackboneFailure.notReachable(message, "processed", { ...details, isRetryable: method === "GET" });
    }
    return BackboneFailure.notReachable("What answered is not a Backbone, or not in its own words.", "unknown", {
        ...details,
        isRetryable: method === "GET"
    });
}
