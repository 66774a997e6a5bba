import { isLocked, toPersistenceError } from "../../../../src/adapters/sqlite/errors";
import { PersistenceError } from "../../../../src/ports/PersistenceError";

const name = "The SQLite database /data/identities.db";

/** The same failure as libsql, better-sqlite3 and node:sqlite tell it. */
function asDriversSayIt(code: string, number: number): object[] {
    return [
        Object.assign(new Error("m"), { code, rawCode: number }),
        Object.assign(new Error("m"), { code: `UNKNOWN_SQLITE_ERROR_${number}`, rawCode: number }),
        Object.assign(new Error("m"), { code }),
        Object.assign(new Error("m"), { code: "ERR_SQLITE_ERROR", errcode: number, errstr: "s" })
    ];
}

describe(toPersistenceError.name, () => {
    test.each<[code: string, number: number, kind: string, meaning: string]>([
        ["SQLITE_CORRUPT", 11, "corrupt", "damaged"],
        ["SQLITE_CORRUPT_INDEX", 779, "corrupt", "damaged"],
        ["SQLITE_NOTADB", 26, "corrupt", "not a SQLite database"],
        ["SQLITE_ERROR", 1, "corrupt", "tables are not"],
        ["SQLITE_SCHEMA", 17, "corrupt", "tables are not"],
        ["SQLITE_FULL", 13, "unavailable", "full"],
        ["SQLITE_IOERR_FSYNC", 1034, "unavailable", "failed to read or write"],
        ["SQLITE_READONLY_DIRECTORY", 1544, "unavailable", "must not write"],
        ["SQLITE_CANTOPEN", 14, "unavailable", "cannot open the file"],
        ["SQLITE_BUSY", 5, "unavailable", "locked"],
        ["SQLITE_LOCKED_SHAREDCACHE", 262, "unavailable", "locked"]
    ])("makes of %s (%i): %s", (code, number, kind, meaning) => {
        for (const thrown of asDriversSayIt(code, number)) {
            const error = toPersistenceError(thrown, name);
            expect(error).toBeInstanceOf(PersistenceError);
            expect(error.kind).toBe(kind);
            expect(error.message).toContain(meaning);
            expect(error.message.startsWith(name)).toBe(true);
            expect(error.cause).toBe(thrown);
        }
    });

    test("understands how libsql says that it cannot open a file", () => {
        const message = 'ConnectionFailed("Unable to open connection to local database /data/identities.db: 14")';
        expect(toPersistenceError(new Error(message), name).message).toContain("SQLITE_CANTOPEN");
    });

    test.each<[what: string, thrown: unknown]>([
        ["an error of no code", new TypeError("The database connection is not open")],
        ["a code like SQLite's that is none", Object.assign(new Error("m"), { code: "SQLITE_FULLY" })],
        ["a code that nothing is known about", Object.assign(new Error("m"), { errcode: 9 })],
        ["no error at all", null],
        ["nothing", undefined]
    ])("makes unavailable of %s", (_what, thrown) => {
        expect(toPersistenceError(thrown, name)).toMatchObject({ kind: "unavailable", cause: thrown });
    });

    test("leaves a PersistenceError as it is", () => {
        const error = new PersistenceError("slotTaken", "taken");
        expect(toPersistenceError(error, name)).toBe(error);
    });
});

describe(isLocked.name, () => {
    test("knows every way to say that another connection is in the way, and nothing else", () => {
        const locked = [
            ["SQLITE_BUSY", 5] as const,
            ["SQLITE_BUSY_SNAPSHOT", 517] as const,
            ["SQLITE_LOCKED", 6] as const
        ];
        for (const [code, number] of locked) expect(asDriversSayIt(code, number).map(isLocked)).not.toContain(false);
        expect(asDriversSayIt("SQLITE_FULL", 13).map(isLocked)).not.toContain(true);
        expect([null, undefined, "SQLITE_BUSY", new Error("database is locked")].map(isLocked)).not.toContain(true);
    });
});
