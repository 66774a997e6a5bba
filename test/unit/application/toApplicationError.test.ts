import { ApplicationError } from "@js-soft/ts-utils";
import fc from "fast-check";
import { ErrorCode, PersistenceError, type PersistenceErrorKind } from "../../../src";
import { toApplicationError } from "../../../src/application/toApplicationError";
import { foreignPersistenceError, meaninglessThings } from "../../support/thrownThings";

describe(toApplicationError.name, () => {
    test.each(Object.values(ErrorCode))("leaves an ApplicationError with the code %s as it is", (code) => {
        const thrown = new ApplicationError(code, "as it is");
        expect(toApplicationError(thrown)).toBe(thrown);
    });

    test.each(Object.values(ErrorCode))("understands the code %s of another copy's error", (code) => {
        const thrown = Object.assign(new Error("from another copy"), { code });
        const error = toApplicationError(thrown);
        expect(error).toBeInstanceOf(ApplicationError);
        expect([error.code, error.message, error.cause]).toEqual([code, "from another copy", thrown]);
    });

    test.each<[PersistenceErrorKind, string, RegExp]>([
        ["unavailable", ErrorCode.storeUnavailable, /^The store is not available\.$/],
        ["corrupt", ErrorCode.storeIsCorrupt, /^What the store holds cannot be read\.$/],
        ["newerVersion", ErrorCode.storeIsOfNewerVersion, /update the software/],
        ["slotTaken", ErrorCode.unknown, /unforeseen/],
        ["duplicate", ErrorCode.unknown, /unforeseen/],
        ["staleRevision", ErrorCode.unknown, /unforeseen/],
        ["notFound", ErrorCode.unknown, /unforeseen/]
    ])("answers to a PersistenceError of kind %s, of this or another copy, with %s", (kind, code, message) => {
        for (const thrown of [new PersistenceError(kind, "below"), foreignPersistenceError(kind)]) {
            const error = toApplicationError(thrown);
            expect(error.code).toBe(code);
            expect(error.message).toMatch(message);
            expect(error.cause).toBe(thrown);
        }
    });

    test.each(["unknownKind", undefined, null, 7, {}, Symbol("corrupt")])(
        "takes a PersistenceError of kind %p as unforeseen",
        (kind) => {
            expect(toApplicationError(foreignPersistenceError(kind)).code).toBe(ErrorCode.unknown);
        }
    );

    test("asks for the name: another error with a kind means nothing", () => {
        const thrown = Object.assign(new Error("other"), { kind: "corrupt" });
        expect(toApplicationError(thrown).code).toBe(ErrorCode.unknown);
    });

    test("asks for an Error: an object that looks like one means nothing", () => {
        expect(toApplicationError({ code: ErrorCode.storeIsCorrupt, message: "like" }).code).toBe(ErrorCode.unknown);
        expect(toApplicationError({ name: "PersistenceError", kind: "corrupt" }).code).toBe(ErrorCode.unknown);
    });

    test.each(meaninglessThings)("makes %s an unknown error and keeps it as the cause", (_, thing) => {
        const thrown = thing();
        const error = toApplicationError(thrown);
        expect(error).toBeInstanceOf(ApplicationError);
        expect(error.code).toBe(ErrorCode.unknown);
        expect(error.message).toBe("Something unforeseen went wrong; see the error's cause.");
        expect("cause" in error).toBe(true);
        // Not toBe: to print a difference it would look at what must not be looked at.
        expect(Object.is(error.cause, thrown)).toBe(true);
    });

    test("is total: anything at all becomes an ApplicationError", () => {
        fc.assert(
            fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (thrown) => {
                const error = toApplicationError(thrown);
                expect(error.code).toBe(ErrorCode.unknown);
                expect(Object.is(error.cause, thrown)).toBe(true);
            })
        );
    });
});
