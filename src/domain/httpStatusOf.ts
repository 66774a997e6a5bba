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
 * 4xx: the request or the Identity's state does not allow it. 502: the Backbone, or this host's login there. 503: not known
 * now, ask again. 500: this host. Of unknown codes, `error.platform.…` (the Backbone's own) is 500, any other 400.
 */
export function httpStatusOf(code: AnsweredErrorCode): number {
    const status = Object.hasOwn(statuses, code) ? statuses[code] : undefined;
    return status ?? (code.startsWith("error.platform.") ? 500 : 400);
}
