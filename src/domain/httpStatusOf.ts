import { AnsweredErrorCode, ErrorCode } from "./ErrorCode";

const statuses: Readonly<Partial<Record<string, number>>> = {
    [ErrorCode.recordNotFound]: 404,
    [ErrorCode.forbidden]: 403,
    [ErrorCode.quotaExhausted]: 429,
    [ErrorCode.logInIsLocked]: 503,
    [ErrorCode.outcomeIsNotKnownYet]: 502,
    [ErrorCode.processIsInDoubt]: 503,
    [ErrorCode.storeUnavailable]: 503,
    [ErrorCode.authorityNotReachable]: 502,
    [ErrorCode.invalidCredentials]: 502,
    [ErrorCode.deviceWasRemoved]: 502,
    [ErrorCode.authorityHasChanged]: 500,
    [ErrorCode.storeIsCorrupt]: 500,
    [ErrorCode.storeIsOfNewerVersion]: 500,
    [ErrorCode.pseudonymKeyIsWrong]: 500,
    [ErrorCode.storeIsNotConverted]: 500,
    [ErrorCode.unknown]: 500
};

/**
 * The HTTP status that a host answers an error of this module with. 4xx: the request, or the state of the Identity, does not
 * allow it; 502: the Backbone, or how this host logs in there; 503: not known or not possible now, ask again later; 500: this
 * host. What is no code of this module's is 400 as a refusal is, unless it is `error.platform.…`, the Backbone's own: 500.
 */
export function httpStatusOf(code: AnsweredErrorCode): number {
    const status = Object.hasOwn(statuses, code) ? statuses[code] : undefined;
    return status ?? (code.startsWith("error.platform.") ? 500 : 400);
}
