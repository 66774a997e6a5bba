import { ApplicationError } from "@js-soft/ts-utils";
import { ErrorCode } from "../../../src";
import { IdentityDeletionError } from "../../../src/domain/IdentityDeletionError";

describe("ErrorCode", () => {
    test("is the catalogue that callers compare with", () => {
        expect(ErrorCode).toStrictEqual({
            noActiveIdentityDeletionProcess: "error.runtime.identityDeletionProcess.noActiveIdentityDeletionProcess",
            activeIdentityDeletionProcessAlreadyExists:
                "error.runtime.identityDeletionProcess.activeIdentityDeletionProcessAlreadyExists",
            recordNotFound: "error.runtime.recordNotFound",
            invalidPropertyValue: "error.runtime.validation.invalidPropertyValue",
            unknown: "error.runtime.unknown",
            gracePeriodHasExpired: "error.runtime.identityDeletionProcess.gracePeriodHasExpired",
            identityIsDeleted: "error.runtime.identityDeletionProcess.identityIsDeleted",
            storeUnavailable: "error.runtime.identityDeletionProcess.storeUnavailable",
            storeIsCorrupt: "error.runtime.identityDeletionProcess.storeIsCorrupt",
            storeIsOfNewerVersion: "error.runtime.identityDeletionProcess.storeIsOfNewerVersion",
            pseudonymKeyIsWrong: "error.runtime.identityDeletionProcess.pseudonymKeyIsWrong",
            storeIsNotConverted: "error.runtime.identityDeletionProcess.storeIsNotConverted",
            authorityNotReachable: "error.runtime.identityDeletionProcess.authorityNotReachable",
            outcomeIsNotKnownYet: "error.runtime.identityDeletionProcess.outcomeIsNotKnownYet",
            processIsInDoubt: "error.runtime.identityDeletionProcess.processIsInDoubt",
            driverIsNotInstalled: "error.runtime.identityDeletionProcess.driverIsNotInstalled",
            deletionHasBegun: "error.runtime.identityDeletionProcess.deletionHasBegun",
            authorityHasChanged: "error.runtime.identityDeletionProcess.authorityHasChanged",
            quotaExhausted: "error.runtime.identityDeletionProcess.quotaExhausted",
            forbidden: "error.runtime.identityDeletionProcess.forbidden",
            invalidCredentials: "error.runtime.identityDeletionProcess.invalidCredentials",
            logInIsLocked: "error.runtime.identityDeletionProcess.logInIsLocked",
            deviceWasRemoved: "error.runtime.identityDeletionProcess.deviceWasRemoved",
            importIsInvalid: "error.runtime.identityDeletionProcess.importIsInvalid",
            importIsInConflict: "error.runtime.identityDeletionProcess.importIsInConflict"
        });
    });
});

describe(IdentityDeletionError.name, () => {
    test("is an ApplicationError with a name of its own", () => {
        const error = IdentityDeletionError.recordNotFound();
        expect(error).toBeInstanceOf(ApplicationError);
        expect(error.name).toBe("IdentityDeletionError");
    });

    test.each<[IdentityDeletionError, string, RegExp]>([
        [IdentityDeletionError.noActiveProcess(), ErrorCode.noActiveIdentityDeletionProcess, /is no active/],
        [
            IdentityDeletionError.activeProcessAlreadyExists(),
            ErrorCode.activeIdentityDeletionProcessAlreadyExists,
            /cancel it before you initiate another/
        ],
        [IdentityDeletionError.gracePeriodHasExpired(), ErrorCode.gracePeriodHasExpired, /can no longer be cancelled/],
        [IdentityDeletionError.identityIsDeleted(), ErrorCode.identityIsDeleted, /has been deleted/],
        [
            IdentityDeletionError.authorityHasChanged(),
            ErrorCode.authorityHasChanged,
            /decided by another authority: say what shall happen/
        ],
        [IdentityDeletionError.deletionHasBegun(), ErrorCode.deletionHasBegun, /run a lifecycle on this store/],
        [IdentityDeletionError.recordNotFound(), ErrorCode.recordNotFound, /no IdentityDeletionProcess with this id/],
        [IdentityDeletionError.invalidPropertyValue("too long"), ErrorCode.invalidPropertyValue, /^too long$/],
        [IdentityDeletionError.storeUnavailable("away"), ErrorCode.storeUnavailable, /^away$/],
        [IdentityDeletionError.storeIsCorrupt("broken"), ErrorCode.storeIsCorrupt, /^broken$/]
    ])("says what it is: %s", (error, code, message) => {
        expect(error.code).toBe(code);
        expect(error.message).toMatch(message);
        expect(error.data).toBeUndefined();
    });

    test("keeps its cause, and does not show it to whoever lists its properties", () => {
        const cause = new Error("the driver's own words");
        const error = IdentityDeletionError.storeUnavailable("away", cause);
        expect(error.cause).toBe(cause);
        expect(Object.keys(error)).not.toContain("cause");
        expect(JSON.stringify(error)).not.toContain("driver");
        expect(IdentityDeletionError.storeIsCorrupt("broken", cause).cause).toBe(cause);
    });

    test("tells a cause that is undefined from none", () => {
        expect("cause" in new IdentityDeletionError(ErrorCode.unknown, "text", { cause: undefined })).toBe(true);
        expect("cause" in new IdentityDeletionError(ErrorCode.unknown, "text")).toBe(false);
    });

    test("lets a host that wraps it replace the cause", () => {
        const error = IdentityDeletionError.storeUnavailable("away", "first");
        Object.defineProperty(error, "cause", { value: "second" });
        expect(error.cause).toBe("second");
    });
});
