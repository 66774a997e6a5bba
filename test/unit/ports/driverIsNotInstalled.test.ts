import { ErrorCode } from "../../../src";
import { toApplicationError } from "../../../src/application/toApplicationError";
import { driverIsNotInstalled } from "../../../src/ports/driverIsNotInstalled";
import { PersistenceError } from "../../../src/ports/PersistenceError";

describe(driverIsNotInstalled.name, () => {
    test("is an error of the port, and to callers one of its own with the command that helps", () => {
        const cause = new Error("Cannot find module 'pg'");
        const thrown = driverIsNotInstalled(["pg", "kysely"], cause);
        expect(PersistenceError.kindOf(thrown)).toBe("unavailable");
        const error = toApplicationError(thrown);
        expect(error.code).toBe(ErrorCode.driverIsNotInstalled);
        expect(error.message).toContain("run `npm install pg kysely`");
        expect((error.cause as Error).cause).toBe(cause);
    });
});
