import { ErrorCode } from "../../../src";
import { answerTo, ExitCode } from "../../../src/cli/exitCodes";

describe("The exit code", () => {
    test.each<[keyof typeof ErrorCode, ExitCode]>([
        ["unknown", 1],
        ["invalidPropertyValue", 2],
        ["noActiveIdentityDeletionProcess", 3],
        ["activeIdentityDeletionProcessAlreadyExists", 3],
        ["recordNotFound", 3],
        ["gracePeriodHasExpired", 3],
        ["identityIsDeleted", 3],
        ["storeUnavailable", 4],
        ["storeIsCorrupt", 4],
        ["storeIsOfNewerVersion", 4],
        ["pseudonymKeyIsWrong", 4],
        ["storeIsNotConverted", 4]
    ])("of %s is %d", (name, exitCode) => {
        expect(answerTo(ErrorCode[name]).exitCode).toBe(exitCode);
    });

    test("of a code that the catalogue does not have is that of the unforeseen", () => {
        expect(answerTo("error.of.another.package").exitCode).toBe(ExitCode.unforeseen);
        expect(answerTo("toString").exitCode).toBe(ExitCode.unforeseen);
    });

    test("comes with what to do next, for everything that can be foreseen", () => {
        const foreseen = Object.values(ErrorCode).filter((code) => code !== ErrorCode.unknown);
        expect(foreseen.filter((code) => answerTo(code).next === undefined)).toStrictEqual([]);
    });
});
