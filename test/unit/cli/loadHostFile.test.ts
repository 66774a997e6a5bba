import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CliError } from "../../../src/cli/CliError";
import { ExitCode } from "../../../src/cli/exitCodes";
import { loadHostFile, type HostFile } from "../../../src/cli/lifecycle/loadHostFile";
import { temporaryFolder } from "./runCli";

const folder = temporaryFolder();
const path = join(folder, "deleters.cjs");
const deleters = [{ name: "files", deleteIdentityData: async () => undefined }];
const notifier = "none";

beforeAll(() => writeFileSync(path, ""));

async function load(namespace: unknown, file = path): Promise<HostFile> {
    return await loadHostFile(file, { importFile: async () => namespace });
}

async function refusalOf(loading: Promise<HostFile>): Promise<CliError> {
    const error = await loading.then(
        () => new Error("It was not refused."),
        (reason: unknown) => reason
    );
    if (error instanceof CliError && error.exitCode === ExitCode.usage) return error;
    throw error;
}

function withoutStack(error: Error): Error {
    delete error.stack;
    return error;
}

describe(loadHostFile.name, () => {
    test.each<[string, object]>([
        ["by name", { deleters, notifier }],
        ["by default", { default: { deleters, notifier } }],
        ["its deleters by default and its notifier by name", { default: deleters, notifier }],
        [
            "as CommonJS, which Node shows both ways",
            { deleters, default: { deleters, notifier }, "module.exports": {} }
        ],
        [
            "as a compiled ES module",
            { __esModule: true, default: { __esModule: true, default: { deleters, notifier } } }
        ],
        ["as a compiled one with names", { default: { __esModule: true, deleters, notifier } }]
    ])("takes a file that exports %s", async (_, namespace) => {
        const { options, close } = await load(namespace);
        expect(options).toStrictEqual({ deleters, notifier });
        await expect(close()).resolves.toBeUndefined();
    });

    test("takes further options, and what closes what the file has opened", async () => {
        const close = jest.fn();
        const file = await load({ deleters, notifier, options: { concurrency: 2 }, close });
        expect(file.options).toStrictEqual({ deleters, notifier, concurrency: 2 });
        await file.close();
        expect(close).toHaveBeenCalledTimes(1);
    });

    test.each<[string, unknown, string]>([
        ["nothing", {}, "exports no deleters"],
        ["no notifier", { deleters }, "exports no notifier"],
        ["deleters that are none", { deleters: { files: true }, notifier }, "deleters that are no array"],
        ["options that are none", { deleters, notifier, options: [] }, "options that are no object"],
        ["null for options", { deleters, notifier, options: null }, "options that are no object"],
        ["deleters within its options", { deleters, notifier, options: { deleters } }, "deleters within its options"],
        ["close that is no function", { deleters, notifier, close: true }, "close, which is no function"],
        ["a misspelt name", { deleters, notifer: {} }, 'exports "notifer", which is not known'],
        ["a name that every object has", { deleters, notifier, toString: 1 }, 'exports "toString"'],
        ["a default that is none", { default: "deleters" }, "neither an object nor an array"],
        ["a function by default", { default: () => deleters }, "neither an object nor an array"],
        ["null by default", { default: null }, "neither an object nor an array"],
        ["one thing twice", { deleters, default: { deleters: [], notifier } }, "exports deleters twice"]
    ])("refuses a file that exports %s", async (_, namespace, message) => {
        const error = await refusalOf(load(namespace));
        expect(error.message).toContain(message);
        expect(error.message).toContain(path);
        expect(error.next).toBeDefined();
    });

    test("refuses a path with nothing there, with a folder, and behind a file", async () => {
        mkdirSync(join(folder, "folder"));
        const messages = await Promise.all(
            ["missing.mjs", "folder", "deleters.cjs/deleters.mjs"].map(
                async (name) => (await refusalOf(load({}, join(folder, name)))).message
            )
        );
        expect(messages).toStrictEqual([
            `There is no file with deleters at ${join(folder, "missing.mjs")}.`,
            `${join(folder, "folder")} is a folder, not a file with deleters.`,
            // Newer lines of Node say of this, too, that there is nothing.
            expect.stringMatching(/cannot be looked at: ENOTDIR|^There is no file/)
        ]);
    });

    test.each<[string, unknown, string, string]>([
        ["an error", new TypeError("no database."), "TypeError: no database", "--help"],
        ["an error without a stack", withoutStack(new Error("no database")), "Error: no database.", "--help"],
        ["nothing of an error", "broken", "it threw string, which is no Error", "--help"],
        ["undefined", undefined, "it threw undefined, which is no Error", "--help"],
        [
            "that a package is missing",
            Object.assign(new Error("Cannot find pg"), { code: "ERR_MODULE_NOT_FOUND" }),
            "Cannot find pg",
            "install"
        ],
        [
            "that a module is missing",
            Object.assign(new Error("Cannot find pg"), { code: "MODULE_NOT_FOUND" }),
            "Cannot find pg",
            "install"
        ],
        [
            "that it is no JavaScript",
            Object.assign(new Error("Unknown"), { code: "ERR_UNKNOWN_FILE_EXTENSION" }),
            "Unknown",
            "JavaScript"
        ]
    ])("says why a file cannot be loaded that throws %s", async (_, thrown, message, next) => {
        const error = await refusalOf(loadHostFile(path, { importFile: async () => await Promise.reject(thrown) }));
        expect(error.message).toContain(`${path} cannot be loaded: `);
        expect(error.message).toContain(message);
        expect(error.next).toContain(next);
    });

    test("names the place of a mistake in the file", async () => {
        const thrown = Object.assign(new SyntaxError("Unexpected token"), {
            stack: `${path}:3\n  }\n  ^\nSyntaxError: …`
        });
        const error = await refusalOf(loadHostFile(path, { importFile: async () => await Promise.reject(thrown) }));
        expect(error.message).toBe(`${path} cannot be loaded: SyntaxError: Unexpected token (${path}:3).`);
    });

    describe("with a file that never finishes loading", () => {
        beforeEach(() => void jest.useFakeTimers());
        afterEach(() => void jest.useRealTimers());

        test("gives up", async () => {
            const refusal = refusalOf(
                loadHostFile(path, { importFile: async () => await new Promise(() => undefined) })
            );
            await jest.advanceTimersByTimeAsync(60_000);
            expect((await refusal).message).toBe(`${path} has not finished loading within 60 seconds.`);
        });
    });
});
