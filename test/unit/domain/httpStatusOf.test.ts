import { ErrorCode, httpStatusOf } from "../../../src";

describe(httpStatusOf.name, () => {
    test("answers what is not allowed with 400, and what is not there with 404", () => {
        expect(httpStatusOf(ErrorCode.noActiveIdentityDeletionProcess)).toBe(400);
        expect(httpStatusOf(ErrorCode.invalidPropertyValue)).toBe(400);
        expect(httpStatusOf(ErrorCode.recordNotFound)).toBe(404);
    });

    test("answers what the Backbone refuses or cannot do as such, and not with the caller's fault", () => {
        expect(httpStatusOf(ErrorCode.forbidden)).toBe(403);
        expect(httpStatusOf(ErrorCode.quotaExhausted)).toBe(429);
        expect(httpStatusOf(ErrorCode.authorityNotReachable)).toBe(502);
        expect(httpStatusOf(ErrorCode.outcomeIsNotKnownYet)).toBe(502);
        expect(httpStatusOf(ErrorCode.invalidCredentials)).toBe(502);
    });

    test("answers what is not known now with 503, and what is wrong with the host with 500", () => {
        expect(httpStatusOf(ErrorCode.processIsInDoubt)).toBe(503);
        expect(httpStatusOf(ErrorCode.storeIsCorrupt)).toBe(500);
        expect(httpStatusOf(ErrorCode.unknown)).toBe(500);
    });

    test.each([
        ["error.platform.unexpected", 500],
        ["error.runtime.requestDeserialization", 400],
        ["constructor", 400]
    ])("answers %s, which is none of this module's, with %d", (code, status) => {
        expect(httpStatusOf(code)).toBe(status);
    });
});
