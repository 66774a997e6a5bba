import {
    connectFailure,
    persistenceErrorOf,
    sqlStateOf,
    statementFailure
} from "../../../../src/adapters/postgres/errors";

const errorOf = (code: unknown): object => Object.assign(new Error("m"), { code });

describe(statementFailure.name, () => {
    test.each<[code: string, kind: string, changedNothing: boolean, isTemporary: boolean, connectionIsLost: boolean]>([
        ["23505", "duplicate", true, false, false],
        ["40001", "unavailable", true, true, false],
        ["40P01", "unavailable", true, true, false],
        ["55P03", "unavailable", true, true, false],
        ["25006", "unavailable", true, true, true],
        ["0A000", "unavailable", true, true, true],
        ["42P01", "corrupt", true, false, false],
        ["42703", "corrupt", true, false, false],
        ["42501", "unavailable", true, false, false],
        ["40003", "unavailable", false, true, true],
        ["08006", "unavailable", false, true, true],
        ["57P01", "unavailable", false, true, true],
        ["58030", "unavailable", false, true, true],
        ["XX000", "unavailable", false, true, true],
        ["XX001", "corrupt", false, false, true],
        ["XX002", "corrupt", false, false, true],
        ["ECONNRESET", "unavailable", false, true, true]
    ])("of %s is %s; certain that nothing changed: %p", (code, kind, changedNothing, isTemporary, connectionIsLost) => {
        const cause = errorOf(code);
        expect(statementFailure(cause)).toStrictEqual({ kind, changedNothing, isTemporary, connectionIsLost, cause });
    });
});

describe(connectFailure.name, () => {
    test.each([
        ["28P01", false],
        ["3D000", false],
        ["53300", true],
        ["ECONNREFUSED", true],
        [undefined, true]
    ])("of %s is worth another attempt: %p", (code, isTemporary) => {
        expect(connectFailure(errorOf(code))).toMatchObject({ isTemporary, changedNothing: true, kind: "unavailable" });
    });
});

describe(persistenceErrorOf.name, () => {
    test.each([
        ["XX001", true, /cannot find or read what is stored/],
        ["42501", false, /does not let this role/],
        ["40001", false, /Nothing was changed\.$/],
        ["08006", true, /Nothing was changed\.$/],
        ["08006", false, /Whether the change was made is not known\.$/]
    ])("says of %s, in a read: %p, %p", (code, isRead, words) => {
        expect(persistenceErrorOf(statementFailure(errorOf(code)), isRead).message).toMatch(words);
    });
});

describe(sqlStateOf.name, () => {
    test.each([null, undefined, "42P01", {}, errorOf(42), errorOf("EPIPE"), errorOf("42p01"), errorOf("42P011")])(
        "finds none in %p",
        (thrown) => {
            expect(sqlStateOf(thrown)).toBeUndefined();
        }
    );
});
