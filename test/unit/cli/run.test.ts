import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { ErrorCode, PersistenceError, type IdentityDeletionProcessDTO, type JsonObject } from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { run } from "../../../src/cli/run";
import { FixedClock } from "../../../src/testing";
import { alice } from "../../support/fixtures";
import { runCli, temporaryFolder, type CliOptions, type CliRun } from "./runCli";

const createdByAlice = { createdAt: "2026-11-01T10:00:00.000Z", createdByDevice: alice.deviceId };
const ended = { gracePeriodEndsAt: "2026-11-15T10:00:00.000Z" };

const folder = temporaryFolder();
let count = 0;

/** A database file of its own that is not there yet, and the program with all settings given. */
function cli(options: CliOptions = {}) {
    const database = join(folder, `${++count}.db`);
    const clock = new FixedClock();
    const variables = {
        IDENTITY_DELETION_DATABASE: database,
        IDENTITY_DELETION_IDENTITY: alice.address,
        IDENTITY_DELETION_DEVICE: alice.deviceId
    };
    const call = async (line: string, more: CliOptions = {}): Promise<CliRun> =>
        await runCli(line.split(" "), { variables, clock, ...options, ...more });
    return { database, clock, variables, call };
}

/** A memory store behind a file that is there, with one process in that status, and these dates. */
async function cliWithStatus(status: string, dates: JsonObject = { ...createdByAlice, ...ended }) {
    const persistence = new InMemoryPersistence();
    await persistence.open();
    const id = "IDP00000000000000001";
    await persistence.insert({
        key: "key",
        identityKey: alice.address,
        slot: alice.address,
        lookup: `${alice.address}#${id}`,
        revision: 1,
        createdAt: "2026-11-01T10:00:00.000Z",
        dueAt: null,
        unsettled: false,
        data: {
            process: { id, status, ...dates }
        }
    });
    const made = cli({ openPersistence: () => persistence });
    writeFileSync(made.database, "");
    return { ...made, persistence };
}

function valueOf({ stdout }: CliRun): IdentityDeletionProcessDTO {
    return (JSON.parse(stdout) as { value: IdentityDeletionProcessDTO }).value;
}

describe(run.name, () => {
    test("initiates, shows, lists and cancels", async () => {
        const { call, clock, database } = cli();

        const initiated = await call("identityDeletion init --yes");
        expect(initiated).toMatchObject({
            exitCode: 0,
            stderr: expect.stringContaining(`a new pseudonym key was made: ${database}.key`)
        });
        expect(initiated.stdout).toContain(`  Identity      ${alice.address}\n`);
        expect(initiated.stdout).toContain("  Grace period  ends 7 Dec 2026, 11:00 CET, in 14 days\n");
        expect(existsSync(database)).toBe(true);

        clock.advance({ hours: 12 });
        const status = await call("identity status");
        expect(status).toMatchObject({ exitCode: 0, stderr: "" });
        expect(status.stdout).toContain("This Identity is going to be deleted.\n");
        expect(status.stdout).toContain("ends 7 Dec 2026, 11:00 CET, in 13 days 12 h\n");
        expect(status.stdout).toContain("run `identity-deletion identityDeletion cancel`");

        const cancelled = await call("identityDeletion cancel");
        expect(cancelled).toMatchObject({ exitCode: 0, stderr: "" });
        expect(cancelled.stdout).toContain("would have ended 7 Dec 2026, 11:00 CET\n");
        expect(cancelled.stdout).toContain(`  Cancelled     23 Nov 2026, 23:00 CET, by ${alice.deviceId}\n`);

        expect((await call("identityDeletion init --yes --grace-period-days 0.5")).exitCode).toBe(0);
        const { stdout } = await call("identityDeletion list");
        expect(stdout.replace(/IDP\w{17}/g, "IDP·················").split("\n")).toStrictEqual([
            "PROCESS               STATUS     INITIATED               GRACE PERIOD                              CANCELLED",
            "IDP·················  Cancelled  23 Nov 2026, 11:00 CET  would have ended 7 Dec 2026, 11:00 CET    23 Nov 2026, 23:00 CET",
            "IDP·················  Active     23 Nov 2026, 23:00 CET  ends 24 Nov 2026, 11:00 CET, in 12 hours  –",
            ""
        ]);
    });

    test("says when none is active, and when there never was one", async () => {
        const { call } = cli();
        await call("identityDeletion init --yes");
        await call("identityDeletion cancel");
        const none = await call("identity status");
        expect(none).toMatchObject({ exitCode: 0, stderr: "" });
        expect(none.stdout).toBe(`No IdentityDeletionProcess is active for ${alice.address}.\n`);
        expect((await call("identity status --json")).stdout).toBe('{"ok":true,"value":null}\n');
        expect((await call("identityDeletion list --identity another")).stdout).toBe(
            "There has been no IdentityDeletionProcess for another.\n"
        );
    });

    test("says of an active process whose grace period is over that it cannot be cancelled, and refuses to", async () => {
        const { call, clock } = cli();
        await call("identityDeletion init --yes --grace-period-days 1");
        clock.advance({ days: 1 });
        const { stdout } = await call("identity status");
        expect(stdout).toContain("ended 24 Nov 2026, 11:00 CET, less than a minute ago");
        expect(stdout).toContain("it can no longer be cancelled");
        const refused = await call("identityDeletion cancel --json");
        expect(refused.exitCode).toBe(3);
        expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: ErrorCode.gracePeriodHasExpired } });
    });

    test.each([
        ["Deleting", "This Identity is being deleted.", ErrorCode.activeIdentityDeletionProcessAlreadyExists],
        ["Deleted", "This Identity has been deleted.", ErrorCode.identityIsDeleted]
    ])("does not hide a process that is %s behind 'none active', and asks nobody to start another", async (...row) => {
        const [status, sentence, code] = row;
        const { call } = await cliWithStatus(status);
        const shown = await call("identity status");
        expect(shown.exitCode).toBe(0);
        expect(shown.stdout).toContain(sentence);
        expect(valueOf(await call("identity status --json")).status).toBe(status);
        const refused = await call("identityDeletion init", { types: "yes\n" });
        expect(refused.exitCode).toBe(3);
        expect(refused.stderr).toContain(`code:  ${code}\n`);
        expect(refused.stderr).not.toContain('Type "yes"');
    });
});

describe("Data that is not as this release writes it", () => {
    test("is shown as far as it goes: an old process without dates", async () => {
        const { call } = await cliWithStatus("Approved", {});
        const { stdout } = await call("identity status");
        expect(stdout).toContain("  Status    Active\n");
        expect(stdout).not.toContain("Initiated");
        expect((await call("identityDeletion list")).stdout).toMatch(/Active +– +– +–\n$/);
    });

    test("is shown without the Device where none is known", async () => {
        const { call } = await cliWithStatus("Active", { createdAt: "2026-11-01T10:00:00.000Z" });
        expect((await call("identity status")).stdout).toContain("  Initiated  1 Nov 2026, 11:00 CET\n");
    });

    test.each(["identity status", "identityDeletion list", "identityDeletion cancel", "identityDeletion init"])(
        "stops `%s` with exit code 4 where it cannot be read",
        async (line) => {
            const { call } = await cliWithStatus("Active", { createdAt: "yesterday" });
            const { exitCode, stdout, stderr } = await call(line, { types: "yes\n" });
            expect({ exitCode, stdout }).toStrictEqual({ exitCode: 4, stdout: "" });
            expect(stderr).toContain(`code:  ${ErrorCode.storeIsCorrupt}\n`);
        }
    );

    test("stops `identity status` also where only the list cannot be read", async () => {
        const { call, persistence } = await cliWithStatus("Deleting");
        persistence.list = async () => {
            throw new PersistenceError("corrupt", "Cannot be read.");
        };
        expect((await call("identity status")).exitCode).toBe(4);
    });
});

describe("The question before a deletion is initiated", () => {
    test("says what will happen, to which Identity, and until when it can be cancelled", async () => {
        const { call, database } = cli();
        const { exitCode, stderr, stdout } = await call("identityDeletion init --grace-period-days 7", {
            types: "yes\n"
        });
        expect(exitCode).toBe(0);
        expect(stderr).toContain(alice.address);
        expect(stderr).toContain(database);
        expect(stderr).toContain("7 days, ends 30 Nov 2026, 11:00 CET");
        expect(stdout).toContain("The deletion of this Identity has been initiated.");
    });

    test.each([
        ["no", "no\n"],
        ["y, which is not the whole word", "y\n"],
        ["nothing", "\n"],
        ["the end of the input", null]
    ])("takes %s for a no, which changes nothing", async (_, types) => {
        const { call, database } = cli();
        expect(await call("identityDeletion init", { types })).toMatchObject({
            exitCode: 0,
            stdout: "Nothing was changed.\n"
        });
        expect(existsSync(database)).toBe(false);
    });

    test("is left with Ctrl-C, which changes nothing", async () => {
        const { call, database } = cli();
        const { exitCode, stdout, stderr } = await call("identityDeletion init", { types: "\u0003" });
        expect({ exitCode, stdout }).toStrictEqual({ exitCode: 130, stdout: "" });
        expect(stderr).toContain("Interrupted. Nothing was changed.");
        expect(existsSync(database)).toBe(false);
    });

    test("is asked with --json too, and answered with one document", async () => {
        const { call } = cli();
        const declined = await call("identityDeletion init --json", { types: "no\n" });
        expect(declined.stdout).toBe('{"ok":true,"value":null}\n');
        expect(declined.stderr).toContain('Type "yes"');
        expect(valueOf(await call("identityDeletion init --json", { types: "yes\n" })).status).toBe("Active");
    });

    test("is asked again once the last process is cancelled", async () => {
        const { call } = cli();
        await call("identityDeletion init --yes");
        await call("identityDeletion cancel");
        const { exitCode, stderr } = await call("identityDeletion init", { types: " YES \n" });
        expect(exitCode).toBe(0);
        expect(stderr).toContain('Type "yes"');
    });

    test("is not asked where it would be refused", async () => {
        const { call } = cli();
        await call("identityDeletion init --yes");
        const { exitCode, stderr } = await call("identityDeletion init", { types: "yes\n" });
        expect(exitCode).toBe(3);
        expect(stderr).not.toContain('Type "yes"');
    });

    test("cannot be asked without a terminal: --yes is required", async () => {
        const { call, database } = cli();
        const { exitCode, stderr } = await call("identityDeletion init");
        expect(exitCode).toBe(2);
        expect(stderr).toContain("confirm with --yes");
        expect(existsSync(database)).toBe(false);
    });
});

describe("What cannot be done", () => {
    test.each(["abc", "NaN", "-1", "0", "1e9", "366", "0x10", "Infinity", "", "7d"])(
        "refuses --grace-period-days %j and stores nothing",
        async (days) => {
            const { database, variables } = cli();
            const argv = ["identityDeletion", "init", "--yes", "--grace-period-days", days];
            const { exitCode, stderr } = await runCli(argv, { variables });
            expect(exitCode).toBe(2);
            expect(stderr).toMatch(/^error: .*--grace-period-days/);
            expect(existsSync(database)).toBe(false);
        }
    );

    test.each([
        ["identityDeletion inti", "(Did you mean init?)"],
        ["identiy status", "(Did you mean identity?)"],
        ["identity status --databse x", "(Did you mean --database?)"],
        ["identity status now", "too many arguments"],
        ["identity status --database", "argument missing"],
        ["identityDeletion", "No command is named."],
        ["identityDeletion cancel --device DVC1", "A Device's id must be DVC followed by"]
    ])("answers `%s` with exit code 2 and words that help", async (line, message) => {
        const { call } = cli();
        const human = await call(line);
        expect(human).toMatchObject({ exitCode: 2, stdout: "" });
        expect(human.stderr).toContain(message);

        const json = await call(`${line} --json`.replace("--database --json", "--json --database"));
        expect(json).toMatchObject({ exitCode: 2, stderr: "" });
        expect(JSON.parse(json.stdout)).toStrictEqual({
            ok: false,
            error: { code: expect.any(String), message: expect.stringContaining(message) }
        });
    });

    test("needs an Identity and a Device to write, and only an Identity to read", async () => {
        const { database, call } = cli();
        await call("identityDeletion init --yes");
        const variables = { IDENTITY_DELETION_DATABASE: database };
        expect((await call("identity status", { variables })).stderr).toContain("No Identity is named");
        expect((await call(`identityDeletion cancel --identity ${alice.address}`, { variables })).stderr).toContain(
            "No Device is named"
        );
        expect((await call(`identity status --identity ${alice.address}`, { variables })).exitCode).toBe(0);
    });

    test("answers a database that is not there with exit code 4, and does not make one", async () => {
        const { call, database } = cli();
        for (const line of ["identity status", "identityDeletion list", "identityDeletion cancel"]) {
            const { exitCode, stderr } = await call(line);
            expect(exitCode).toBe(4);
            expect(stderr).toContain(`There is no database at ${database}.`);
        }
        expect(existsSync(database)).toBe(false);
    });

    test.each([
        ["in a folder that is not there", "missing/x.db", "no folder"],
        ["below a file", "file/x.db", "no folder"],
        ["that is a folder", "folder", "is a folder, not a database"],
        ["with a name that is too long", "x".repeat(300), "cannot be looked at"]
    ])("does not initiate in a database %s", async (_, path, message) => {
        writeFileSync(join(folder, "file"), "");
        mkdirSync(join(folder, "folder"), { recursive: true });
        const { call } = cli();
        const { exitCode, stderr } = await call(`identityDeletion init --yes --database ${join(folder, path)}`);
        expect(exitCode).toBe(4);
        expect(stderr).toContain(message);
    });

    test("shows what lay below a store that is not available", async () => {
        const persistence = new InMemoryPersistence();
        const driverError = Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR" });
        persistence.open = async () => {
            throw new PersistenceError("unavailable", "Cannot be opened.", { cause: driverError });
        };
        const { call } = cli({ openPersistence: () => persistence });
        const { exitCode, stderr } = await call("identityDeletion init --no-pseudonym-key --yes");
        expect(exitCode).toBe(4);
        expect(stderr.split("\n")).toStrictEqual([
            "error: The store is not available.",
            `code:  ${ErrorCode.storeUnavailable}`,
            "cause: PersistenceError: Cannot be opened.",
            "cause: Error (SQLITE_IOERR): disk I/O error",
            expect.stringMatching(/^next:  /),
            ""
        ]);
    });

    test("answers the unforeseen with exit code 1 and shows it, whatever was thrown", async () => {
        const openPersistence = (): never => {
            throw { reason: "odd" };
        };
        const { exitCode, stderr } = await cli({ openPersistence }).call("identityDeletion init --yes");
        expect(exitCode).toBe(1);
        expect(stderr).toContain(`code:  ${ErrorCode.unknown}\ncause: { reason: 'odd' }\n`);
    });

    test("does not call a done command undone because the store closes badly", async () => {
        const persistence = new InMemoryPersistence();
        persistence.close = async () => {
            throw new PersistenceError("unavailable", "Cannot be closed.");
        };
        const { call } = cli({ openPersistence: () => persistence });
        const { exitCode, stdout, stderr } = await call("identityDeletion init --no-pseudonym-key --yes --json");
        expect(exitCode).toBe(0);
        expect(JSON.parse(stdout)).toMatchObject({ ok: true });
        expect(JSON.parse(stderr)).toStrictEqual({ message: "warning: The store is not available." });
    });

    test("lets nothing that a store holds command the terminal", async () => {
        const { call } = await cliWithStatus("\u001b[2J\nActive");
        const { stdout } = await call("identityDeletion list");
        expect(stdout).toContain("\uFFFD[2J\uFFFDActive");
        expect(stdout.trimEnd().split("\n")).toHaveLength(2);
    });
});

describe("Options", () => {
    test("stand before or after the command's words", async () => {
        const { database, clock } = cli();
        const options = ["--database", database, "--identity", alice.address, "--device", alice.deviceId];
        const argv = ["identityDeletion", "init", "--yes"];
        expect((await runCli([...options, ...argv], { clock })).exitCode).toBe(0);
        expect((await runCli([...argv, ...options], { clock })).exitCode).toBe(3);
        expect((await runCli(["identity", ...options, "status", "--json"], { clock })).exitCode).toBe(0);
    });

    test("end at a bare --: what looks like --json behind it is not an option", async () => {
        const { exitCode, stdout, stderr } = await cli().call("identity status -- --json");
        expect({ exitCode, stdout }).toStrictEqual({ exitCode: 2, stdout: "" });
        expect(stderr).toContain("too many arguments");
    });

    test.each(["identity status", "identity status --json", "--help"])(
        "%s says so when its output goes nowhere",
        async (line) => {
            const { call, database } = cli({ openPersistence: () => new InMemoryPersistence() });
            writeFileSync(database, "");
            const failing = (code: string): Writable => {
                const stream = new Writable({
                    write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code }))
                });
                return stream.on("error", () => undefined);
            };
            const full = await call(line, { stdout: failing("ENOSPC") });
            expect(full).toMatchObject({
                exitCode: 1,
                stderr: expect.stringContaining("code:  error.cli.outputFailed\n")
            });
            // Whoever read it (`| head`) has seen enough.
            expect(await call(line, { stdout: failing("EPIPE") })).toMatchObject({ exitCode: 0, stderr: "" });
        }
    );

    test("let no text command the terminal", async () => {
        const { call, database, variables } = cli({ openPersistence: () => new InMemoryPersistence() });
        writeFileSync(database, "");
        const hostile = { ...variables, IDENTITY_DELETION_IDENTITY: "anna\u001b[2Jbob" };
        const { stdout } = await call("identity status", { variables: hostile });
        expect(stdout).toBe("No IdentityDeletionProcess is active for anna\uFFFD[2Jbob.\n");
    });

    test("need not name a clock or a zone: the machine's own are taken", async () => {
        const before = Date.now();
        const { call } = cli({ clock: undefined, zone: undefined });
        const { createdAt } = valueOf(await call("identityDeletion init --yes --json", { clock: undefined }));
        expect(Date.parse(createdAt!)).toBeGreaterThanOrEqual(before);
        expect((await call("identity status", { clock: undefined })).stdout).toContain(", in 14 days\n");
    });

    test.each(["--help", "help", "--version", "identity --help", "identityDeletion init --help"])(
        "%s needs no settings, and goes to standard output",
        async (line) => {
            const { exitCode, stdout, stderr } = await runCli(line.split(" "));
            expect({ exitCode, stderr }).toStrictEqual({ exitCode: 0, stderr: "" });
            expect(stdout).not.toBe("");
        }
    );

    test("are explained by the first help page, with every command and exit code", async () => {
        const { stdout } = await runCli(["--help"]);
        for (const text of [
            "identity status",
            "identityDeletion init",
            "identityDeletion cancel",
            "identityDeletion list",
            "IDENTITY_DELETION_DATABASE",
            "IDENTITY_DELETION_IDENTITY",
            "IDENTITY_DELETION_DEVICE",
            "IDENTITY_DELETION_CONFIG",
            "identity-deletion.config.json",
            "  130  "
        ]) {
            expect(stdout).toContain(text);
        }
    });
});

describe("A wrong subcommand", () => {
    test.each([
        ["identityDeletion init --lenght 3", "identityDeletion init"],
        ["lifecycle inspect", "lifecycle inspect"],
        ["lifecycle foo", "lifecycle"],
        ["doctor --all", "doctor"],
        ["--foo", ""]
    ])("is named with its help page: `%s`", async (line, command) => {
        const { stderr } = await runCli(line.split(" "));
        expect(stderr).toContain(`next:  run \`identity-deletion ${command === "" ? "" : `${command} `}--help\`\n`);
    });

    test("is answered with the help page of its group", async () => {
        const { call } = cli();
        const { exitCode, stderr } = await call("lifecycle rum");
        expect(exitCode).toBe(2);
        expect(stderr).toContain("next:  run `identity-deletion lifecycle --help`");
    });
});

describe("A database server that does not answer", () => {
    test("is not called a matter of free space", async () => {
        const { call } = cli();
        const { exitCode, stderr } = await call("identity status --database postgres://127.0.0.1:1/none");
        expect(exitCode).toBe(4);
        expect(stderr).toContain("check that the database server runs");
        expect(stderr).not.toContain("free space");
    });
});
