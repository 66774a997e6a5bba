import { randomBytes } from "node:crypto";
import fs, { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import filePromises, { open } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";
import { ErrorCode } from "../../../src";
import { SqlitePersistence } from "../../../src/adapters/sqlite";
import { isDatabaseUrl, shownDatabase } from "../../../src/cli/databaseUrl";
import { alice, bob } from "../../support/fixtures";
import { recordOf } from "../../support/records";
import { allRecords } from "../../support/pseudonymization/marks";
import { runCli, temporaryFolder, type CliRun } from "./runCli";

// A busy machine may take seconds where a quiet one takes none.
jest.setTimeout(30_000);

const folder = temporaryFolder();
const records = [recordOf(alice, { status: "Cancelled" }), recordOf(bob, { status: "Active" })];
const running = { id: "IDP00000000000000001", status: "Approved", createdAt: "2026-11-20T10:00:00.000Z" };
let count = 0;

function newPath(ending: string): string {
    return join(folder, `${++count}.${ending}`);
}

async function newDatabase(): Promise<string> {
    const path = newPath("db");
    await within(path, async (store) => {
        for (const record of records) await store.insert(record);
    });
    return path;
}

async function within<T>(path: string, work: (store: SqlitePersistence) => Promise<T>): Promise<T> {
    const store = SqlitePersistence.open(path);
    await store.open();
    const value = await work(store);
    await store.close();
    return value;
}

async function cli(...argv: string[]): Promise<CliRun> {
    return await runCli(argv, { workingDirectory: folder });
}

function valueOf({ stdout }: CliRun): unknown {
    return (JSON.parse(stdout) as { value: unknown }).value;
}

describe("database export and import", () => {
    test("move every record to a new database, and say what they did", async () => {
        const [from, file, to] = [await newDatabase(), newPath("jsonl"), newPath("db")];

        const exported = await cli("database", "export", "--database", from, "--file", file);
        expect(exported).toMatchObject({ exitCode: 0, stderr: "" });
        expect(exported.stdout).toMatch(/^Exported 2 records to .+\.jsonl\.\nChecksum \(SHA-256\): [0-9a-f]{64}\n/);
        expect(statSync(file).mode & 0o777).toBe(0o600);

        const imported = await cli("database", "import", file, "--database", to);
        expect(imported).toMatchObject({ exitCode: 0, stderr: "" });
        expect(imported.stdout).toContain("Imported 2 records; already there: 0. Read back and compared: 2.");
        expect(await within(to, allRecords)).toEqual(records);
    });

    test("answer scripts with JSON, and import again what is there without inserting it", async () => {
        const [from, file, to] = [await newDatabase(), newPath("jsonl"), newPath("db")];
        const exported = valueOf(await cli("database", "export", "--database", from, "--file", file, "--json"));
        expect(exported).toEqual({ file, count: 2, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });

        const { sha256 } = exported as { sha256: string };
        const [first, second] = [1, 2].map(() => () => cli("database", "import", file, "--database", to, "--json"));
        expect(valueOf(await first())).toEqual({ count: 2, sha256, inserted: 2, alreadyThere: 0 });
        expect(valueOf(await second())).toEqual({ count: 2, sha256, inserted: 0, alreadyThere: 2 });
    });

    test("export to standard output, with nothing else there", async () => {
        const { exitCode, stdout, stderr } = await cli("database", "export", "--database", await newDatabase());
        expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "Exported 2 records.\n" });
        expect(stdout.trimEnd().split("\n")).toHaveLength(4);

        const file = newPath("jsonl");
        writeFileSync(file, stdout);
        expect(await cli("database", "import", file, "--database", newPath("db"))).toMatchObject({ exitCode: 0 });
    });

    test("say so when whoever reads the export has gone", async () => {
        const gone = new Writable({
            write: (_chunk, _encoding, done) => done(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }))
        });
        const { exitCode, stderr } = await runCli(["database", "export", "--database", await newDatabase()], {
            stdout: gone
        });
        expect(exitCode).toBe(1);
        expect(stderr).toContain("error.cli.outputClosed");
    });

    test("say so when what the export goes to is full", async () => {
        const full = new Writable({
            write: (_chunk, _encoding, done) =>
                done(Object.assign(new Error("no space left"), { code: "ENOSPC", syscall: "write" }))
        });
        const { exitCode, stderr } = await runCli(["database", "export", "--database", await newDatabase()], {
            stdout: full
        });
        expect(exitCode).toBe(1);
        expect(stderr).toMatch(
            /^error: Standard output cannot be written: no space left\.\ncode: {2}error\.cli\.outputFailed\n/
        );
    });

    test("say so when the database fails meanwhile", async () => {
        const broken = await newDatabase();
        await within(broken, (store) => store.insert({ ...recordOf(alice, { status: "Active" }), dueAt: "soon" }));
        const { exitCode, stderr } = await cli("database", "export", "--database", broken);
        expect(exitCode).toBe(4);
        expect(stderr).toContain("dueAt is neither a date nor null");
    });

    test("leave no file behind where the disk is full", async () => {
        const [from, file] = [await newDatabase(), newPath("jsonl")];
        const real = await open(file, "wx");
        const full = Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
        jest.spyOn(real, "sync").mockRejectedValue(full);
        const opening = jest.spyOn(filePromises, "open").mockResolvedValue(real);
        const { exitCode, stderr } = await cli("database", "export", "--database", from, "--file", file);
        opening.mockRestore();
        expect(exitCode).toBe(4);
        expect(stderr).toContain(`${file} cannot be written: ENOSPC`);
        expect(existsSync(file)).toBe(false);
    });

    test("never overwrite a file, and leave none that is not whole", async () => {
        const [from, file] = [await newDatabase(), newPath("jsonl")];
        writeFileSync(file, "precious");
        const taken = await cli("database", "export", "--database", from, "--file", file);
        expect(taken).toMatchObject({ exitCode: 2, stdout: "" });
        expect(taken.stderr).toContain("is there already");
        expect(readFileSync(file, "utf8")).toBe("precious");

        const broken = newPath("jsonl");
        await within(from, (store) => store.insert({ ...recordOf(alice, { status: "Active" }), dueAt: "soon" }));
        const refused = await cli("database", "export", "--database", from, "--file", broken);
        expect(refused.exitCode).toBe(4);
        expect(refused.stderr).toContain("dueAt is neither a date nor null");
        expect(existsSync(broken)).toBe(false);
    });

    test.each(["", "-", "--json"])("take %j for no name of a file", async (file) => {
        const { exitCode } = await cli("database", "export", "--database", await newDatabase(), "--file", file);
        expect(exitCode).toBe(2);
        expect([join(folder, "-"), join(folder, "--json")].filter(existsSync)).toStrictEqual([]);
    });

    test("bring in the processes of an older enmeshed Runtime", async () => {
        const [file, to] = [newPath("json"), newPath("db")];
        writeFileSync(file, JSON.stringify([running]));
        const line = ["database", "import", file, "--format", "enmeshed", "--database", to];

        expect(await cli(...line)).toMatchObject({ exitCode: 2, stdout: "" });
        expect(existsSync(to)).toBe(false);
        expect(valueOf(await cli(...line, "--identity", alice.address, "--json"))).toMatchObject({
            count: 1,
            inserted: 1
        });
        const status = await cli("identity", "status", "--database", to, "--identity", alice.address, "--json");
        expect(valueOf(status)).toMatchObject({ id: running.id, status: "Active" });
        const again = await cli(...line, "--identity", alice.address, "--json");
        expect(valueOf(again)).toMatchObject({ count: 1, inserted: 0, alreadyThere: 1 });
    });

    test("refuse an older Runtime's processes that are no UTF-8, and change nothing then", async () => {
        const [file, to, keyFile] = [newPath("json"), newPath("db"), newPath("key")];
        writeFileSync(file, Buffer.from(JSON.stringify([{ ...running, createdByDevice: "DVC\u00ff" }]), "latin1"));
        const line = ["database", "import", file, "--format", "enmeshed", "--database", to];
        const refused = await cli(...line, "--identity", alice.address, "--pseudonym-key-file", keyFile);
        expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
        expect(refused.stderr).toContain(`${file} is not text in UTF-8.`);
        expect([to, keyFile].filter(existsSync)).toStrictEqual([]);
    });

    test("bring them into a database with a pseudonym key, given its file", async () => {
        const [file, to, keyFile] = [newPath("json"), newPath("db"), newPath("key")];
        writeFileSync(file, JSON.stringify([running]));
        const keyed = ["--database", to, "--identity", alice.address, "--pseudonym-key-file", keyFile, "--json"];
        expect((await cli("database", "import", file, "--format", "enmeshed", ...keyed)).exitCode).toBe(0);
        expect(valueOf(await cli("identity", "status", ...keyed))).toMatchObject({ status: "Active" });
        const stored = await within(to, allRecords);
        expect(stored.map(({ identityKey }) => identityKey)).not.toContain(alice.address);
    });

    test.each<[string, number, string, (file: string) => string[]]>([
        ["no such file", 2, "There is no file", (file) => ["import", `${file}.none`]],
        ["a folder", 2, "is no file that can be read three times", () => ["import", folder]],
        [
            "to say whose an export is",
            2,
            "goes with --format enmeshed",
            (file) => ["import", file, "--authority", "local"]
        ],
        ["another format", 2, "Allowed choices are records, enmeshed", (file) => ["import", file, "--format", "csv"]],
        ["what is no export", 2, ErrorCode.importIsInvalid, (file) => ["import", file]],
        ["JSON without a file", 2, "needs --file", () => ["export", "--json"]],
        ["a file where no folder is", 2, "cannot be written", () => ["export", "--file", "none/records.jsonl"]]
    ])("refuse %s", async (_, exitCode, message, argvFor) => {
        const file = newPath("jsonl");
        writeFileSync(file, "{}\n");
        const result = await cli("database", ...argvFor(file), "--database", await newDatabase());
        expect(result.exitCode).toBe(exitCode);
        expect(result.stderr + result.stdout).toContain(message);
    });

    test("refuse what contradicts the database, with exit code 3 and the line", async () => {
        const [from, file, to] = [await newDatabase(), newPath("jsonl"), await newDatabase()];
        await within(to, (store) => store.update({ ...records[1], revision: 2 }, 1));
        await cli("database", "export", "--database", from, "--file", file);
        const refused = await cli("database", "import", file, "--database", to);
        expect(refused).toMatchObject({ exitCode: 3, stdout: "" });
        expect(refused.stderr).toContain(`Line 3, record ${records[1].key}: the store holds it already`);
    });

    test("leave no database behind where what is to be imported is refused", async () => {
        const [file, to, key] = [newPath("jsonl"), newPath("db"), newPath("key")];
        writeFileSync(file, "no export");
        const refused = await cli("database", "import", file, "--database", to);
        expect(refused.exitCode).toBe(2);
        expect(existsSync(to)).toBe(false);

        const two = [running, { ...running, id: "IDP00000000000000002" }];
        writeFileSync(file, JSON.stringify(two));
        const about = ["--format", "enmeshed", "--identity", alice.address, "--pseudonym-key-file", key];
        const twoOpen = await cli("database", "import", file, ...about, "--database", to);
        expect(twoOpen.exitCode).toBe(2);
        expect(twoOpen.stderr).toContain("at most one process");
        expect([to, `${to}-wal`, `${to}-shm`, key].filter((path) => existsSync(path))).toEqual([]);
    });

    test("leave no database behind where the key file cannot be made", async () => {
        const [file, to] = [newPath("json"), newPath("db")];
        writeFileSync(file, JSON.stringify([running]));
        const about = ["--format", "enmeshed", "--identity", alice.address];
        const key = join(folder, "no folder", "identities.key");
        const refused = await cli("database", "import", file, ...about, "--pseudonym-key-file", key, "--database", to);
        expect(refused.exitCode).toBe(2);
        expect(existsSync(to)).toBe(false);
    });

    test("export no database that is not there", async () => {
        const { exitCode, stderr } = await cli("database", "export", "--database", newPath("db"));
        expect(exitCode).toBe(4);
        expect(stderr).toContain("There is no database at");
    });
});

describe("database import", () => {
    test("says so when the file may not be read", async () => {
        const file = newPath("jsonl");
        writeFileSync(file, "");
        // Whoever runs the tests as root may read every file.
        const access = jest.spyOn(fs, "accessSync").mockImplementation(() => {
            throw Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
        });
        const { exitCode, stderr } = await cli("database", "import", file, "--database", newPath("db"));
        access.mockRestore();
        expect(exitCode).toBe(2);
        expect(stderr).toContain(`${file} cannot be read: EACCES: permission denied.`);
    });
});

describe(isDatabaseUrl.name, () => {
    test.each([
        ["postgres://db/app", true],
        ["postgresql://user@/app?host=/tmp", true],
        ["postgres.db", false],
        ["/var/lib/postgres://x", false]
    ])("%s: %s", (database, expected) => expect(isDatabaseUrl(database)).toBe(expected));

    test.each([
        ["/var/lib/identities.db", "/var/lib/identities.db"],
        ["postgres://db.example/app", "postgres://db.example/app"],
        ["postgres://me:se:c@ret@db.example:5432/app", "postgres://me:…@db.example:5432/app"],
        ["postgres:///app?user=me&password=secret&host=/tmp", "postgres:///app?user=me&password=…&host=/tmp"]
    ])("%s is shown as %s", (database, expected) => expect(shownDatabase(database)).toBe(expected));

    test("a database that does not answer is told from one that is wrong", async () => {
        const secret = randomBytes(8).toString("hex");
        const url = `postgres://me:${secret}@localhost/app?host=${encodeURIComponent(join(folder, "nowhere"))}`;
        const { exitCode, stderr } = await cli("database", "export", "--database", url);
        expect(exitCode).toBe(4);
        expect(stderr).toContain(ErrorCode.storeUnavailable);
        expect(stderr).not.toContain(secret);
    });
});
