import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CliError } from "../../../src/cli/CliError";
import { ExitCode } from "../../../src/cli/exitCodes";
import { defaultConfigFile } from "../../../src/cli/settings/configFile";
import { required, resolveSettings } from "../../../src/cli/settings/resolveSettings";
import { temporaryFolder } from "./runCli";

const root = temporaryFolder();

function folderWith(files: Record<string, string> = {}): string {
    const folder = mkdtempSync(join(root, "settings-"));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return folder;
}

function usageErrorOf(action: () => unknown): CliError {
    try {
        action();
    } catch (error) {
        if (error instanceof CliError && error.exitCode === ExitCode.usage) return error;
        throw error;
    }
    throw new Error("It did not throw.");
}

describe(resolveSettings.name, () => {
    test("takes an argument before the environment before the config file", () => {
        const workingDirectory = folderWith({
            [defaultConfigFile]: JSON.stringify({ database: "file.db", identity: "file", device: "file" })
        });
        const variables = { IDENTITY_DELETION_IDENTITY: "variable", IDENTITY_DELETION_DEVICE: "variable" };
        expect(resolveSettings({ device: "argument" }, { variables, workingDirectory })).toStrictEqual({
            database: join(workingDirectory, "file.db"),
            identity: "variable",
            device: "argument"
        });
    });

    test("needs no config file, and counts an empty environment variable as absent", () => {
        const variables = { IDENTITY_DELETION_IDENTITY: "", IDENTITY_DELETION_CONFIG: "" };
        expect(resolveSettings({}, { variables, workingDirectory: folderWith() })).toStrictEqual({});
    });

    test("takes the config file of --config before that of IDENTITY_DELETION_CONFIG before the default one", () => {
        const named = (identity: string): string => JSON.stringify({ identity });
        const workingDirectory = folderWith({
            "argument.json": named("argument"),
            "variable.json": named("variable"),
            [defaultConfigFile]: named("default")
        });
        const variables = { IDENTITY_DELETION_CONFIG: "variable.json" };
        expect(resolveSettings({ config: "argument.json" }, { variables, workingDirectory }).identity).toBe("argument");
        expect(resolveSettings({}, { variables, workingDirectory }).identity).toBe("variable");
        expect(resolveSettings({}, { variables: {}, workingDirectory }).identity).toBe("default");
    });

    test("finds a relative database next to the config file, and that of an argument in the working directory", () => {
        const workingDirectory = folderWith();
        mkdirSync(join(workingDirectory, "etc"));
        writeFileSync(join(workingDirectory, "etc", "config.json"), '{"database":"../data/file.db"}');
        const world = { variables: {}, workingDirectory };
        expect(resolveSettings({ config: "etc/config.json" }, world).database).toBe(
            join(workingDirectory, "data", "file.db")
        );
        expect(resolveSettings({ config: "etc/config.json", database: "x.db" }, world).database).toBe(
            join(workingDirectory, "x.db")
        );
    });

    test.each([
        ["backbone", "https://backbone.example.org", "it would be sent your secrets"],
        ["deleters", "deleters.mjs", "it would be run as a program"],
        ["credentials", "credentials.json", "it says for whom everything is done"],
        ["pseudonymKeyFile", "identities.key", "the owner of that key can tell whose the records are"],
        ["database", "postgres://db.example.org/app", "it would be sent your password and the records"]
    ])("refuses %s in a config file that was only found, and takes it from one that is named", (name, value, harm) => {
        const workingDirectory = folderWith({
            [defaultConfigFile]: JSON.stringify({ identity: "someone", [name]: value })
        });
        const path = join(workingDirectory, defaultConfigFile);
        const { message, next } = usageErrorOf(() => resolveSettings({}, { variables: {}, workingDirectory }));
        expect(message).toBe(
            `The config file ${path} was found in this folder, not named, and so it must not set "${name}": ${harm}.`
        );
        expect(next).toBe(`if it is yours, name it: --config ${path}, or set IDENTITY_DELETION_CONFIG; else remove it`);

        const named = { variables: { IDENTITY_DELETION_CONFIG: defaultConfigFile }, workingDirectory };
        expect(resolveSettings({}, named)).toHaveProperty(name);
        expect(resolveSettings({ config: path }, { variables: {}, workingDirectory })).toHaveProperty(name);
    });

    test("reads a config file that begins with a byte order mark", () => {
        const workingDirectory = folderWith({ [defaultConfigFile]: '\uFEFF{"identity":"someone"}' });
        expect(resolveSettings({}, { variables: {}, workingDirectory }).identity).toBe("someone");
    });

    test.each([
        ["a key that nobody knows", '{"databse":"x"}', 'unknown key "databse"; there are: database, identity, device'],
        ["a key of every object", '{"toString":"x"}', 'unknown key "toString"'],
        ["a key with a meaning of its own", '{"__proto__":"x"}', 'unknown key "__proto__"'],
        ["a number", '{"identity":7}', '"identity" must be a string'],
        ["null", '{"device":null}', '"device" must be a string'],
        ["an empty text", '{"database":""}', '"database" must be a string that is not empty'],
        ["no JSON", "{database: x}", "is not JSON: "],
        ["an empty file", "", "is not JSON: "],
        ["an array", "[]", "must hold one JSON object"],
        ["nothing", "null", "must hold one JSON object"]
    ])("refuses a config file with %s, in words that name it", (_, content, message) => {
        const workingDirectory = folderWith({ [defaultConfigFile]: content });
        const error = usageErrorOf(() => resolveSettings({}, { variables: {}, workingDirectory }));
        expect(error.message).toContain(join(workingDirectory, defaultConfigFile));
        expect(error.message).toContain(message);
    });

    test("refuses a config file that is named but not there, or a folder", () => {
        const workingDirectory = folderWith();
        const world = { variables: {}, workingDirectory };
        expect(usageErrorOf(() => resolveSettings({ config: "no.json" }, world)).message).toBe(
            `There is no config file at ${join(workingDirectory, "no.json")}.`
        );
        expect(usageErrorOf(() => resolveSettings({ config: "." }, world)).message).toContain("cannot be read");
    });

    test.each(["mysql://me:secret@db.example/app", "Postgres://me:secret@db.example/app", "file:///identities.db"])(
        "refuses %s for a database, and says nothing of what may be secret",
        (database) => {
            const { message } = usageErrorOf(() =>
                resolveSettings({ database }, { variables: {}, workingDirectory: "/" })
            );
            expect(message).toBe(`A database is a SQLite file or postgres://…, and not ${database.split("//")[0]}//….`);
        }
    );

    test("refuses an empty argument, and an option that was taken for a value", () => {
        const world = { variables: {}, workingDirectory: folderWith() };
        expect(usageErrorOf(() => resolveSettings({ identity: "" }, world)).message).toBe(
            "--identity must not be empty."
        );
        expect(usageErrorOf(() => resolveSettings({ database: "--json" }, world)).message).toBe(
            '--database needs a value, and "--json" looks like another option.'
        );
    });
});

describe(required.name, () => {
    test("says every way to give what is missing", () => {
        expect(required({ device: "here" }, "device")).toBe("here");
        expect(usageErrorOf(() => required({}, "device")).message).toBe(
            'No Device is named: give --device <id>, set IDENTITY_DELETION_DEVICE, or write "device" into the config file.'
        );
    });
});
