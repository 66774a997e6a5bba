import fs, { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ErrorCode } from "../../../src";
import { CommandContext } from "../../../src/cli/CommandContext";
import { checkModes } from "../../../src/cli/doctor/checkModes";
import { makeKeyFile, readKeyFile, readOwnKeyFile } from "../../../src/cli/keyFile";
import { alice } from "../../support/fixtures";
import { recordOf, storeWith } from "../../support/records";
import { runCli, temporaryFolder } from "./runCli";

const folder = temporaryFolder();
let count = 0;

function newPath(): string {
    return join(folder, `${++count}.key`);
}

function keyFileOf(mode = 0o600): string {
    const path = newPath();
    writeFileSync(path, "0123456789abcdef".repeat(4), { mode });
    return path;
}

const note = jest.fn();
const output = { note };

beforeEach(() => note.mockClear());
afterEach(() => void jest.restoreAllMocks());

describe(readOwnKeyFile.name, () => {
    function ownedBy(uid: number): void {
        jest.spyOn(process as { getuid: () => number }, "getuid").mockReturnValue(1000);
        jest.spyOn(fs, "fstatSync").mockReturnValue(Object.assign(new fs.Stats(), { mode: 0o600, uid }));
    }

    test.each([
        ["this user", 1000],
        ["root", 0]
    ])("takes a key that was found, and belongs to %s", (_, uid) => {
        ownedBy(uid);
        expect(readOwnKeyFile(keyFileOf(), output)).toBeDefined();
    });

    test("refuses a key that another user has put there: it would be that user's to know", () => {
        ownedBy(1001);
        const path = keyFileOf();
        expect(() => readOwnKeyFile(path, output)).toThrow("was found next to the database, not named, and belongs to");
        expect(readKeyFile(path, output)).toBeDefined();
    });
});

describe(makeKeyFile.name, () => {
    test("takes the key that another call has just made, and makes none over it", () => {
        const path = keyFileOf();
        const key = readKeyFile(path, output)!;
        expect(makeKeyFile(path, output).identityKeyOf(alice.address)).toBe(key.identityKeyOf(alice.address));
        expect(note).not.toHaveBeenCalled();
        expect(readdirSync(folder).filter((name) => name.endsWith(".new"))).toStrictEqual([]);
    });
});

describe("on Windows", () => {
    const own = Object.getOwnPropertyDescriptors(process);
    beforeEach(() => {
        Object.defineProperty(process, "platform", { ...own.platform, value: "win32" });
        Object.defineProperty(process, "getuid", { ...own.getuid, value: undefined });
    });
    afterEach(() => {
        Object.defineProperty(process, "platform", own.platform);
        Object.defineProperty(process, "getuid", own.getuid!);
    });

    test("a key is made although no folder can be opened there", () => {
        const open = fs.openSync;
        jest.spyOn(fs, "openSync").mockImplementation((path, ...rest) => {
            if (path === folder) throw Object.assign(new Error("EPERM"), { code: "EPERM" });
            return open(path, ...rest);
        });
        const path = newPath();
        expect(makeKeyFile(path, output)).toBeDefined();
        expect(statSync(path).size).toBe(65);
    });

    test("a key that was found is taken: files have no owner there", () => {
        jest.spyOn(fs, "fstatSync").mockReturnValue(Object.assign(new fs.Stats(), { mode: 0o600, uid: 1001 }));
        expect(readOwnKeyFile(keyFileOf(), output)).toBeDefined();
    });

    test("nothing is said of modes: they mean nothing there", () => {
        const path = keyFileOf(0o644);
        expect(readKeyFile(path, output)).toBeDefined();
        expect(note).not.toHaveBeenCalled();
        expect(checkModes(contextOf({ database: path }))).toStrictEqual([]);
    });
});

describe(checkModes.name, () => {
    test("looks at what is named where the database is on a server, and takes its address for no file", () => {
        const database = "postgres://db.example/app";
        expect(checkModes(contextOf({ database }))).toStrictEqual([]);
        const pseudonymKeyFile = keyFileOf(0o640);
        expect(checkModes(contextOf({ database, pseudonymKeyFile }))).toMatchObject([
            { level: "warning", message: `Others on this machine may use ${pseudonymKeyFile}.` }
        ]);
    });

    test("looks at the key next to a database file, too", () => {
        const path = keyFileOf(0o644);
        expect(checkModes(contextOf({ database: path.replace(/\.key$/, "") }))).toMatchObject([
            { message: expect.stringContaining(path) }
        ]);
        const own = keyFileOf();
        expect(checkModes(contextOf({ database: own.replace(/\.key$/, "") }))).toMatchObject([{ level: "ok" }]);
    });
});

describe(CommandContext.name, () => {
    test("makes no key next to a database that another call has made meanwhile without one", async () => {
        const database = newPath();
        writeFileSync(database, "");
        expect(await contextOf({ database }).pseudonymKey("existingOrNew", true)).toBeUndefined();
        expect(existsSync(`${database}.key`)).toBe(false);
    });
});

describe("--pseudonym-key-file", () => {
    test("makes no key for a database that an early release has filled, without saying that it has none", async () => {
        const persistence = await storeWith(recordOf(alice, { status: "Active" }));
        const [database, key] = [newPath(), newPath()];
        writeFileSync(database, "");
        const about = ["--database", database, "--identity", alice.address, "--pseudonym-key-file", key];
        const run = await runCli(["identity", "status", ...about], { openPersistence: () => persistence });
        expect(run.exitCode).toBe(4);
        expect(run.stderr).toContain(ErrorCode.storeIsNotConverted);
        expect(existsSync(key)).toBe(false);
    });
});

function contextOf(settings: { database: string; pseudonymKeyFile?: string }): CommandContext {
    return new CommandContext({} as never, output as never, () => settings);
}
