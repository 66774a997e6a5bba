import { chmodSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SqlitePersistence } from "../../../src/adapters/sqlite";
import { changeKeyMark, findKeyMark } from "../../../src/application/pseudonym/KeyMark";
import { alice } from "../../support/fixtures";
import { recordOf } from "../../support/records";
import { queryFile } from "../../support/sqliteFiles";
import { runCli, temporaryFolder, type CliOptions, type CliRun } from "./runCli";

const root = temporaryFolder();
const hexadecimal = /^[0-9a-f]{64}\n$/;

interface Place {
    readonly key: string;
    readonly database: string;
    readonly run: (words: string, options?: CliOptions) => Promise<CliRun>;
    readonly withKey: (words: string, options?: CliOptions) => Promise<CliRun>;
}

function newPlace(): Place {
    const folder = mkdtempSync(join(root, "place-"));
    const [key, database] = [join(folder, "identities.key"), join(folder, "identities.db")];
    const about = ["--identity", alice.address, "--device", alice.deviceId, "--database", database];
    const run = async (words: string, options?: CliOptions): Promise<CliRun> => {
        return await runCli([...words.split(" "), ...about], options);
    };
    return {
        key,
        database,
        run,
        withKey: async (words, options) => await run(`${words} --pseudonym-key-file ${key}`, options)
    };
}

const init = "identityDeletion init --yes --json";
const initWithoutKey = `${init} --no-pseudonym-key`;
const status = "identity status --json";
const convert = "database pseudonymize --yes --json";

describe("--pseudonym-key-file", () => {
    test("makes a key of mode 600 at the first use of a database, says where, and is needed from then on", async () => {
        const { key, database, run, withKey } = newPlace();
        const first = await withKey(init);
        expect(first).toMatchObject({ exitCode: 0 });
        expect(first.stderr).toContain(key);
        expect(first.stderr).toContain("Keep a copy");
        expect(readFileSync(key, "utf8")).toMatch(hexadecimal);
        expect(statSync(key).mode & 0o777).toBe(0o600);
        expect(
            JSON.stringify(queryFile(database, "SELECT identity_key, slot, lookup FROM identity_deletion_process"))
        ).not.toContain(alice.address);

        const { value } = JSON.parse(first.stdout) as { value: object };
        const shown = await withKey(status);
        expect(JSON.parse(shown.stdout)).toStrictEqual({ ok: true, value });
        expect(shown.stderr).toBe("");
        const without = await run("identity status");
        expect(without.exitCode).toBe(4);
        expect(without.stderr).toContain("pseudonymKeyIsWrong");
        expect(without.stderr).toContain("next:  name the key file");
    });

    test("is next to a new database where none is named, and serves every later call", async () => {
        const { database, run } = newPlace();
        const [first, second] = await Promise.all([run(init), run(init)]);
        expect([first.exitCode, second.exitCode].sort()).toStrictEqual([0, 3]);
        expect(readFileSync(`${database}.key`, "utf8")).toMatch(hexadecimal);
        expect(statSync(`${database}.key`).mode & 0o777).toBe(0o600);
        expect(JSON.stringify(queryFile(database, "SELECT lookup FROM identity_deletion_process"))).not.toContain(
            alice.address
        );

        const shown = await run(status);
        expect(shown).toMatchObject({ exitCode: 0, stderr: "" });
        expect(JSON.parse((await run("lifecycle status --json")).stdout)).toMatchObject({ ok: true });
    });

    test("is asked for by name where a lifecycle needs one and the database was made without", async () => {
        const { run } = newPlace();
        await run(initWithoutKey);
        const refused = await run("lifecycle status");
        expect(refused.exitCode).toBe(2);
        expect(refused.stderr).toContain("database pseudonymize --help");
    });

    test("is taken from the environment and from the config file too", async () => {
        const { key, database, withKey } = newPlace();
        await withKey(init);
        const about = ["identity", "status", "--json", "--identity", alice.address];
        const variables = { IDENTITY_DELETION_PSEUDONYM_KEY_FILE: key, IDENTITY_DELETION_DATABASE: database };
        expect((await runCli(about, { variables })).exitCode).toBe(0);
        const config = join(key, "..", "config.json");
        writeFileSync(config, JSON.stringify({ database: "identities.db", pseudonymKeyFile: "identities.key" }));
        expect((await runCli([...about, "--config", config])).exitCode).toBe(0);
    });

    test("makes no key for a database that is in use", async () => {
        const { key, run, withKey } = newPlace();
        await run(initWithoutKey);
        for (const words of [init, status]) {
            const refused = await withKey(words);
            expect(refused.exitCode).toBe(4);
            expect(JSON.parse(refused.stdout)).toMatchObject({
                error: { code: "error.runtime.identityDeletionProcess.storeIsNotConverted" }
            });
        }
        expect(existsSync(key)).toBe(false);
    });

    test("makes no other key where that of the database is missing", async () => {
        const { run, withKey } = newPlace();
        await withKey(init);
        const lost = newPlace().key;
        for (const words of [init, status, convert]) {
            const refused = await run(`${words} --pseudonym-key-file ${lost}`);
            expect(refused.exitCode).toBe(2);
            expect(refused.stdout).toContain("There is no pseudonym key file");
        }
        expect(existsSync(lost)).toBe(false);
    });

    test("makes no key only to look into a database that holds nothing", async () => {
        const { key, database, withKey } = newPlace();
        writeFileSync(database, "");
        expect(await withKey(status)).toMatchObject({ exitCode: 0, stdout: '{"ok":true,"value":null}\n' });
        expect(existsSync(key)).toBe(false);
    });

    test.each<[string, string]>([
        ["nothing", ""],
        ["a password", "correct horse battery staple"],
        ["too few digits", "0123456789abcdef"],
        ["a key that nobody has drawn", "0".repeat(64)]
    ])("refuses a file that holds %s, and does not show it", async (_, content) => {
        const { key, withKey } = newPlace();
        writeFileSync(key, content, { mode: 0o600 });
        const refused = await withKey("identityDeletion init --yes");
        expect(refused.exitCode).toBe(2);
        expect(refused.stderr).toContain("does not hold a key");
        if (content !== "") expect(refused.stderr).not.toContain(content);
    });

    test("refuses a folder, and a place where no file can be made", async () => {
        const { key, withKey, run } = newPlace();
        const folder = await run(`${init} --pseudonym-key-file ${join(key, "..")}`);
        expect(folder).toMatchObject({
            exitCode: 2,
            stdout: expect.stringContaining("cannot be read: EISDIR") as string
        });
        const nowhere = await run(`${init} --pseudonym-key-file ${join(key, "..", "nowhere", "a.key")}`);
        expect(nowhere).toMatchObject({
            exitCode: 2,
            stdout: expect.stringContaining("cannot be made: ENOENT") as string
        });
        expect((await withKey(init)).exitCode).toBe(0);
    });

    test("warns of a file that others can read", async () => {
        const { key, withKey } = newPlace();
        await withKey(init);
        chmodSync(key, 0o644);
        const warned = await withKey(status);
        expect(warned.exitCode).toBe(0);
        expect(warned.stderr).toContain("chmod 600");
    });

    test("is named as it is typed where its value is missing", async () => {
        const { run } = newPlace();
        expect((await run("identity status --pseudonym-key-file --json")).stdout).toContain(
            "--pseudonym-key-file needs a value"
        );
    });
});

describe("database pseudonymize", () => {
    test("converts a database that was used without a key, with a new key, once", async () => {
        const { key, run, withKey } = newPlace();
        const { value } = JSON.parse((await run(initWithoutKey)).stdout) as { value: object };

        const converted = await withKey(convert);
        expect(converted.exitCode).toBe(0);
        expect(JSON.parse(converted.stdout)).toStrictEqual({
            ok: true,
            value: { converted: 1, closed: 0, keyFile: key }
        });
        expect(converted.stderr).toContain("a new pseudonym key was made");
        expect(statSync(key).mode & 0o777).toBe(0o600);

        expect(JSON.parse((await withKey(status)).stdout)).toStrictEqual({ ok: true, value });
        expect((await run(status)).exitCode).toBe(4);
        const again = await withKey("database pseudonymize --yes");
        expect(again).toMatchObject({ exitCode: 0, stderr: "" });
        expect(again.stdout).toContain("Nothing was left to convert");
    });

    test("asks, and goes on with nothing but a yes", async () => {
        const { key, run, withKey } = newPlace();
        await run(initWithoutKey);
        expect(await withKey("database pseudonymize", { types: "no\n" })).toMatchObject({
            exitCode: 0,
            stdout: "Nothing was changed.\n"
        });
        expect((await withKey("database pseudonymize")).exitCode).toBe(2);
        expect(existsSync(key)).toBe(false);
        expect((await run(status)).exitCode).toBe(0);

        expect((await withKey("database pseudonymize", { types: null })).stdout).toBe("Nothing was changed.\n");
        expect(await withKey("database pseudonymize", { types: "\u0003" })).toMatchObject({ exitCode: 130 });
        expect(existsSync(key)).toBe(false);

        const confirmed = await withKey("database pseudonymize", { types: "yes\n" });
        expect(confirmed.exitCode).toBe(0);
        expect(confirmed.stdout).toContain("Converted 1 record:");
        expect(confirmed.stderr).toContain("for good");
    });

    test("needs a key file to be named, and a database that is there", async () => {
        const { key, run, withKey } = newPlace();
        expect((await withKey(convert)).exitCode).toBe(4);
        await run(initWithoutKey);
        const unnamed = await run(convert);
        expect(unnamed.exitCode).toBe(2);
        expect(unnamed.stdout).toContain("No pseudonym key file is named");
        expect(existsSync(key)).toBe(false);
    });

    test("says what became of processes that a host has started meanwhile", async () => {
        const { database, run, withKey } = newPlace();
        await run(initWithoutKey);
        await withKey(convert);
        const store = SqlitePersistence.open(database);
        await store.open();
        const mark = (await findKeyMark(store))!;
        await changeKeyMark(store, mark, { id: mark.id, isBeingConverted: true });
        await store.insert(recordOf(alice, { status: "Active", gracePeriodEndsAt: "2026-11-24T10:00:00.000Z" }));
        await store.close();
        const { exitCode, stdout } = await withKey("database pseudonymize --yes");
        expect(exitCode).toBe(0);
        expect(stdout).toContain(
            "A host was not stopped: for Identities that had a process already it has started more (1)."
        );
        const list = await withKey("identityDeletion list --json");
        expect(JSON.parse(list.stdout)).toMatchObject({
            value: [{ status: "Cancelled" }, { status: "Active" }]
        });
    });

    test("refuses another key", async () => {
        const { run, withKey } = newPlace();
        await withKey(init);
        const other = newPlace();
        await other.withKey(init);
        for (const words of [init, status, convert]) {
            const refused = await run(`${words} --pseudonym-key-file ${other.key}`);
            expect(refused.exitCode).toBe(4);
            expect(refused.stdout).toContain("pseudonymKeyIsWrong");
        }
        expect((await withKey(status)).exitCode).toBe(0);
    });
});
