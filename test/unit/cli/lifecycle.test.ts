import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { ErrorCode, type PersistencePort } from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { alice } from "../../support/fixtures";
import { person } from "../../support/lifecycle/LifecycleWorld";
import { cli, failing, file, folder, valueOf, type HostFile } from "./lifecycleCli";
import type { CliRun } from "./runCli";

describe("lifecycle run --once", () => {
    test("does nothing before the end of the grace period, deletes at it, and has a tombstone shown", async () => {
        const { call, clock, deleted, initiate } = cli();
        await initiate();
        clock.advance({ days: 14, milliseconds: -1 });
        await call("lifecycle run --once");
        const early = await call("lifecycle run --once");
        expect(early).toMatchObject({ exitCode: 0, stdout: "Nothing was due.\n" });
        expect(deleted).toStrictEqual([]);

        clock.advance({ milliseconds: 1 });
        const run = await call("lifecycle run --once");
        expect(run).toMatchObject({
            exitCode: 0,
            stdout: "What was due has been worked on.\n  Identities deleted  1\n"
        });
        expect(deleted).toStrictEqual([alice.address]);
        const shown = await call(`identity status --identity ${alice.address}`);
        expect(shown.stdout).toContain("This Identity has been deleted.");
    });

    test("logs a line for each event to standard error, as text and as JSON", async () => {
        const { call, clock, initiate } = cli();
        await initiate();
        clock.advance({ days: 14 });
        const { stderr } = await call("lifecycle run --once");
        expect(stderr.replace(/IDP\w{17}/g, "IDP").split("\n")).toStrictEqual([
            "2026-12-07T10:00:00.000Z INFO  The grace period is over: the deletion begins. processId=IDP lagInMs=0",
            "2026-12-07T10:00:00.000Z INFO  A deleter is done. processId=IDP deleter=files durationInMs=0",
            "2026-12-07T10:00:00.000Z INFO  The Identity is deleted. processId=IDP lagInMs=0",
            expect.stringContaining("INFO  A run is finished. durationInMs=0"),
            ""
        ]);
        await initiate(person(1));
        clock.advance({ days: 14 });
        const json = await call("lifecycle run --once --json --log-level debug");
        const lines = json.stderr.trimEnd().split("\n");
        expect(lines.map((line) => JSON.parse(line) as unknown)).toContainEqual({
            time: "2026-12-21T10:00:00.000Z",
            level: "info",
            message: "A deleter is done.",
            event: "deleterFinished",
            processId: expect.stringMatching(/^IDP/),
            deleter: "files",
            durationInMs: 0
        });
        expect(valueOf(json)).toMatchObject({ found: 1, deleted: 1, failed: 0 });
    });

    test("says by its exit code that something failed, and logs no less than what is asked for", async () => {
        const { call, clock, initiate } = cli({ deleters: failing });
        await initiate();
        clock.advance({ days: 14 });
        const run = await call("lifecycle run --once --log-level warn");
        expect(run.exitCode).toBe(5);
        expect(run.stdout).toBe("What was due has been worked on.\n  Failed, tried again later  1\n");
        expect(run.stderr).toMatch(/^\S+ WARN {2}A deleter failed\. .* errorName=RangeError deleter=files\n$/);
    });

    test("drains more than a page, with a bar for a person and the log silent under it", async () => {
        const { call, clock, deleted, initiate } = cli();
        for (let number = 0; number < 101; number++) await initiate(person(number));
        clock.advance({ days: 14 });
        let drawn = "";
        const stderr = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
        stderr.on("data", (chunk: Buffer) => (drawn += chunk.toString()));
        const run = await call("lifecycle run --once", { isTerminal: true, stderr });
        expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("Identities deleted  101") });
        expect(drawn).toContain("Working on what is due");
        expect(drawn).toContain("101/101");
        expect(drawn).not.toContain("INFO");
        expect(new Set(deleted).size).toBe(101);
    });

    test("shows no bar at a terminal where little is due", async () => {
        const { call, clock, initiate } = cli();
        await initiate();
        clock.advance({ days: 14 });
        const run = await call("lifecycle run --once", { isTerminal: true });
        expect(run.stderr).toContain("INFO");
        expect(run.stderr).not.toContain("Working on");
    });

    test("ends where the store fails in the middle, instead of finding the same again and again", async () => {
        const persistence = new InMemoryPersistence();
        const { call, clock, initiate } = cli({}, persistence);
        for (let number = 0; number < 101; number++) await initiate(person(number));
        clock.advance({ days: 14 });
        const update = jest.spyOn(persistence, "update").mockRejectedValue(new Error("The disk is full."));
        const run = await call("lifecycle run --once --log-level error");
        expect(run.exitCode).toBe(5);
        expect(run.stdout).toContain("Interrupted, goes on at once or when its lease ends  100");
        expect(update).toHaveBeenCalledTimes(100);
    });

    test("stops between two steps when it is asked to", async () => {
        let stop = (): void => undefined;
        const names = ["first", "second"];
        const done: string[] = [];
        const deleters = names.map((name) => ({
            name,
            deleteIdentityData: async () => {
                done.push(name);
                stop();
                // The stop is heard before this one ends.
                await Promise.resolve();
            }
        }));
        const { call, clock, initiate } = cli({ deleters });
        await initiate();
        clock.advance({ days: 14 });
        const onStopSignal = (listener: () => void): (() => void) => {
            stop = listener;
            return () => undefined;
        };
        const run = await call("lifecycle run --once", { onStopSignal });
        expect(run.stdout).toContain("The lifecycle was stopped.\n");
        expect(done).toStrictEqual(["first"]);
        await call("lifecycle run --once");
        expect(done).toStrictEqual(["first", "second"]);
    });

    test("tells the host's own observer too, and closes what the file has opened", async () => {
        const [observe, close] = [jest.fn(), jest.fn()];
        const { call } = cli({ options: { observer: { observe } }, close });
        await call("lifecycle run --once");
        expect(observe).toHaveBeenCalledWith(expect.objectContaining({ type: "runFinished" }));
        expect(close).toHaveBeenCalledTimes(1);
    });

    test("warns where the file's close fails, and is done all the same", async () => {
        const { call } = cli({ close: () => Promise.reject(new Error(alice.address)) });
        const run = await call("lifecycle run --once --log-level error");
        expect(await call("lifecycle status")).toMatchObject({ exitCode: 0, stderr: run.stderr });
        const message = "warning: close, which the file with deleters exports, has failed.";
        expect(run).toMatchObject({ exitCode: 0, stderr: `${message}\n` });
        const json = await call("lifecycle run --once --json --log-level error");
        expect(JSON.parse(json.stderr)).toStrictEqual({ message });
    });
});

describe("lifecycle run", () => {
    test("runs until it is asked to stop, between two steps, and exits with 0 also where something failed", async () => {
        let stop = (): void => undefined;
        const forget = jest.fn();
        const onStopSignal = (listener: () => void): (() => void) => {
            stop = listener;
            return forget;
        };
        const deleteIdentityData = async (address: string): Promise<void> => {
            stop();
            await failing[0].deleteIdentityData(address);
        };
        const { call, clock, initiate } = cli({ deleters: [{ name: "files", deleteIdentityData }] });
        await initiate();
        clock.advance({ days: 14 });
        const run = await call("lifecycle run", { onStopSignal });
        expect(run.exitCode).toBe(0);
        expect(run.stderr).toContain("The lifecycle runs. Ctrl-C or SIGTERM ends it.\n");
        expect(run.stderr).toContain("WARN  A deleter failed.");
        expect(run.stdout).toContain("The lifecycle was stopped.\n");
        expect(forget).toHaveBeenCalled();
    });

    test("says so where it was stopped, and nothing was due", async () => {
        const onStopSignal = (listener: () => void): (() => void) => {
            setImmediate(listener);
            return () => undefined;
        };
        const run = await cli().call("lifecycle run", { onStopSignal });
        expect(run).toMatchObject({ exitCode: 0, stdout: "The lifecycle was stopped. Nothing was due.\n" });
    });

    test.each<[string, HostFile, string]>([
        ["no deleters", { deleters: [] }, "The lifecycle has no deleters"],
        ["a cycle", { deleters: [{ ...failing[0], dependsOn: ["files"] }] }, "wait for each other"],
        ["an option that is none", { options: { leaseInMs: 0 } }, "leaseInMs"],
        ["no notifier", { notifier: undefined }, "exports no notifier"]
    ])("refuses %s as wrong usage, and names the file", async (_, host, message) => {
        const { call } = cli(host);
        for (const line of ["lifecycle run", "lifecycle status"]) {
            const run = await call(line);
            expect(run.exitCode).toBe(2);
            expect(run.stderr).toContain(file);
            expect(run.stderr).toContain(message);
        }
    });

    test.each([
        ["IDENTITY_DELETION_DELETERS", "No file with deleters is named: give --deleters <file>"],
        ["IDENTITY_DELETION_PSEUDONYM_KEY_FILE", "name the key file with --pseudonym-key-file"],
        ["IDENTITY_DELETION_DATABASE", "No database is named: give --database <file>"]
    ])("refuses to run without %s", async (variable, message) => {
        const { call, variables } = cli();
        const run = await call("lifecycle run --once", { variables: { ...variables, [variable]: "" } });
        expect(run.exitCode).toBe(2);
        expect(run.stderr).toContain(message);
    });

    test("says where no key file is there and none is needed: the database holds nothing", async () => {
        const { call, variables } = cli();
        const missing = { ...variables, IDENTITY_DELETION_PSEUDONYM_KEY_FILE: join(folder, "none.key") };
        const { exitCode, stderr } = await call("lifecycle status", { variables: missing });
        expect(exitCode).toBe(2);
        expect(stderr).toContain("nothing in the database to keep under a key");
    });

    test("refuses a key file that is not there, and a number of seconds that is none", async () => {
        const { call, variables } = cli();
        const missing = { ...variables, IDENTITY_DELETION_PSEUDONYM_KEY_FILE: join(folder, "missing") };
        expect(await call("lifecycle status", { variables: missing })).toMatchObject({ exitCode: 2 });
        expect(await call("lifecycle run --stop-within soon")).toMatchObject({ exitCode: 2 });
        expect(await call("lifecycle run --log-level loud")).toMatchObject({ exitCode: 2 });
        expect(await call("lifecycle run --once --stop-within 5")).toMatchObject({ exitCode: 0 });
    });
});

describe("lifecycle status", () => {
    test("shows when something is due next, what is due, and what has failed", async () => {
        const { call, clock, initiate } = cli({ deleters: failing, options: { retry: { attempts: 1 } } });
        expect((await call("lifecycle status")).stdout).toBe(
            "Due                0\nRunning            0\nTried again later  0\nFailed             0\n"
        );
        await initiate();
        await call("lifecycle run --once");
        expect((await call("lifecycle status")).stdout).toContain("Next due           7 Dec 2026, 11:00 CET\n");
        clock.advance({ days: 15 });
        const due = (await call("lifecycle status")).stdout;
        expect(due).toContain("Due                1\n");
        expect(due).toContain("Oldest due         7 Dec 2026, 11:00 CET, 24 hours ago\n");
        await call("lifecycle run --once");
        const { stdout } = await call("lifecycle status");
        expect(stdout).toContain("Failed             1: see `identity-deletion lifecycle failed`\n");
    });

    test("needs no deleters, and answers with JSON", async () => {
        const { call, clock, initiate, variables } = cli();
        await initiate();
        await call("lifecycle run --once");
        clock.advance({ days: 14, minutes: 1 });
        const none = { variables: { ...variables, IDENTITY_DELETION_DELETERS: "" } };
        expect(valueOf(await call("lifecycle status --json", none))).toStrictEqual({
            due: 1,
            running: 0,
            retrying: 0,
            failed: 0,
            unreadable: 0,
            oldestDueAt: "2026-12-07T10:00:00.000Z",
            lagInMs: 60_000,
            nextDueAt: "2026-12-07T10:00:00.000Z"
        });
    });
});

describe("lifecycle failed and retry", () => {
    async function withFailed(count: number, persistence?: PersistencePort) {
        const deleters = [...failing, { name: "rows", deleteIdentityData: async () => undefined }];
        const made = cli({ deleters, options: { retry: { attempts: 1 } } }, persistence);
        for (let number = 0; number < count; number++) await made.initiate(person(number));
        made.clock.advance({ days: 14 });
        expect((await made.call("lifecycle run --once")).exitCode).toBe(5);
        return made;
    }

    test("lists nothing where nothing has failed", async () => {
        const { call } = cli();
        expect(await call("lifecycle failed")).toMatchObject({ exitCode: 0, stdout: "Nothing has failed.\n" });
        expect(valueOf(await call("lifecycle failed --json"))).toStrictEqual([]);
        expect(valueOf(await call("lifecycle retry --all --json"))).toStrictEqual({ retried: 0 });
    });

    test("lists what has failed without naming anyone, and with the reasons where they are asked for", async () => {
        const { call } = await withFailed(1);
        const { stdout } = await call("lifecycle failed");
        expect(stdout).toMatch(/^PROCESS +STATE +WHEN +ATTEMPTS +BECAUSE OF +DONE$/m);
        expect(stdout).toMatch(/^IDP\w{17} {2}parked {2}since 7 Dec 2026, 11:00 CET +\d +files \(RangeError\) +rows$/m);
        expect(stdout).toContain("identity-deletion lifecycle retry <process>, or --all\n");
        const json = valueOf(await call("lifecycle failed --json"));
        expect(json).toStrictEqual([
            {
                state: "parked",
                processId: expect.stringMatching(/^IDP/),
                parkedAt: "2026-12-07T10:00:00.000Z",
                attempts: expect.any(Number),
                failures: [{ step: "deleter", deleter: "files", error: "RangeError" }],
                done: ["rows"]
            }
        ]);
        const reason = `RangeError: cannot delete ${person(0).address}`;
        expect((await call("lifecycle failed --show-reasons")).stdout).toContain(`files (${reason})`);
        expect(valueOf(await call("lifecycle failed --show-reasons --json"))).toMatchObject([
            { failures: [{ reason }] }
        ]);
    });

    test("lists what waits for its next attempt, and has it tried again now", async () => {
        const { call, clock, initiate } = cli({ deleters: failing, options: { retry: { firstDelayInMs: 7_200_000 } } });
        await initiate(person(0));
        clock.advance({ days: 14 });
        await call("lifecycle run --once");
        expect((await call("lifecycle failed")).stdout).toMatch(
            /^IDP\w{17} {2}waiting {2}next 7 Dec 2026, 1[123]:\d\d CET +1 +files \(RangeError\) +–$/m
        );
        const [{ processId }] = valueOf(await call("lifecycle failed --json")) as { processId: string }[];
        expect(valueOf(await call("lifecycle failed --json"))).toMatchObject([
            { state: "waiting", nextAttemptAt: expect.stringMatching(/^2026-12-07T1[012]:/) }
        ]);
        expect(valueOf(await call("lifecycle status --json"))).toMatchObject({ due: 0, retrying: 1 });
        expect(valueOf(await call(`lifecycle retry ${processId} --json`))).toStrictEqual({ retried: 1 });
        expect(valueOf(await call("lifecycle status --json"))).toMatchObject({ due: 1, retrying: 0 });
    });

    test("says of which the record cannot be read, and refuses to try it again", async () => {
        const persistence = new InMemoryPersistence();
        const { call } = await withFailed(1, persistence);
        await persistence.open();
        const record = (await persistence.scan(undefined, 10)).find(({ data }) => "process" in data)!;
        const broken = { ...record, revision: record.revision + 1, data: { ...record.data, process: null } };
        await persistence.update(broken, record.revision);
        const processId = record.lookup.split("#")[1];
        expect((await call("lifecycle failed")).stdout).toMatch(
            new RegExp(`^${record.key} +${processId} +The store holds a record that is no IdentityDeletionProcess`, "m")
        );
        expect(valueOf(await call("lifecycle failed --json"))).toMatchObject([
            { state: "unreadable", key: record.key, processId }
        ]);
        expect((await call("lifecycle status")).stdout).toMatch(/^Unreadable +1: see/m);
        const again = await call(`lifecycle retry ${processId}`);
        expect(again).toMatchObject({ exitCode: 4, stderr: expect.stringContaining("storeIsCorrupt") });
    });

    test("lists as many as are asked for", async () => {
        const { call } = await withFailed(3);
        expect(valueOf(await call("lifecycle failed --limit 2 --json"))).toHaveLength(2);
        expect(await call("lifecycle failed --limit 0")).toMatchObject({ exitCode: 2 });
    });

    test("has one of them tried again, or all", async () => {
        const { call } = await withFailed(3);
        const [{ processId }] = valueOf(await call("lifecycle failed --json")) as { processId: string }[];
        const one = await call(`lifecycle retry ${processId}`);
        expect(one.stdout).toBe("1 deletion is tried again by the next run of the lifecycle.\n");
        expect(valueOf(await call("lifecycle status --json"))).toMatchObject({ due: 1, failed: 2 });
        expect((await call("lifecycle retry --all")).stdout).toContain("2 deletions are tried again");
        expect(valueOf(await call("lifecycle status --json"))).toMatchObject({ due: 3, failed: 0 });

        const again = await call(`lifecycle retry ${processId} --json`);
        expect(again.exitCode).toBe(3);
        expect(JSON.parse(again.stdout)).toMatchObject({ error: { code: ErrorCode.recordNotFound } });
    });

    test.each(["lifecycle retry", "lifecycle retry IDP00000000000000001 --all"])("refuses %s", async (line) => {
        expect(await cli().call(line)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("--all") });
    });
});

describe("lifecycle inspect", () => {
    test("shows a deletion from its plan to its parking: attempts, what is done, what is left and what failed", async () => {
        const kept = { name: "rows", deleteIdentityData: async () => undefined };
        const { call, clock, initiate } = cli({ deleters: [kept, ...failing], options: { retry: { attempts: 1 } } });
        await initiate();
        const list = valueOf(await call(`identityDeletion list --json --identity ${alice.address}`)) as {
            id: string;
        }[];
        const inspect = async (more = ""): Promise<CliRun> => await call(`lifecycle inspect ${list[0].id}${more}`);
        await call("lifecycle run --once");
        expect((await inspect()).stdout).toContain("Lifecycle     planned: nothing is due yet\n");

        clock.advance({ days: 14 });
        expect(valueOf(await inspect(" --json"))).toMatchObject({ state: "due", attempts: 0, failures: [] });
        await call("lifecycle run --once");
        const failed = await inspect();
        expect(failed.stdout).toContain(
            "Deleters done  rows\nDeleters left  files\nFailed         files (RangeError)\n"
        );
        expect(failed.stdout).not.toContain(alice.address);
        expect((await inspect(" --show-reasons")).stdout).toContain(`cannot delete ${alice.address}`);
    });

    test("says where there is no such process", async () => {
        const { call, initiate } = cli();
        await initiate();
        expect(await call("lifecycle inspect IDP00000000000000000")).toMatchObject({
            exitCode: 3,
            stderr: expect.stringContaining("check the id")
        });
    });
});

describe("lifecycle run --dry-run", () => {
    test("shows what would be done, and does none of it", async () => {
        const { call, clock, deleted, initiate } = cli();
        await initiate();
        await call("lifecycle run --once");
        expect((await call("lifecycle run --dry-run")).stdout).toBe("Nothing is due.\n");
        clock.advance({ days: 14 });
        const run = await call("lifecycle run --dry-run");
        expect(run).toMatchObject({
            exitCode: 0,
            stdout: expect.stringMatching(/^IDP\w{17} .* 0 +delete the Identity$/m)
        });
        expect(deleted).toStrictEqual([]);
        expect(valueOf(await call("lifecycle run --dry-run --json"))).toMatchObject([
            { wouldDo: "delete the Identity" }
        ]);
    });
});

describe("lifecycle run --once, from cron", () => {
    test("says nothing when nothing was due and only warnings are asked for", async () => {
        const { call, clock, initiate } = cli();
        await initiate();
        await call("lifecycle run --once");
        const silent = { exitCode: 0, stdout: "", stderr: "" };
        expect(await call("lifecycle run --once --log-level warn")).toStrictEqual(silent);
        clock.advance({ days: 14 });
        const run = await call("lifecycle run --once --log-level warn");
        expect(run.stdout).toContain("Identities deleted  1");
    });
});

describe("doctor", () => {
    test("finds nothing wrong where nothing is, and says what to do where something is due for long", async () => {
        const { call, clock, initiate } = cli();
        await initiate();
        await call("lifecycle run --once");
        const well = await call("doctor --json");
        expect(well.exitCode).toBe(0);
        const checks = (valueOf(well) as { check: string; level: string }[]).filter(({ check }) => check !== "Files");
        expect(new Set(checks.map(({ level }) => level))).toStrictEqual(new Set(["ok"]));
        clock.advance({ days: 15 });
        const late = await call("doctor");
        expect(late.stdout).toContain("warning  Lifecycle  1 due, the oldest for");
        expect(late.stdout).toContain("next: run `identity-deletion lifecycle run`");
    });

    test("answers a database without its key, and one that is not there, with exit code 4 and what to do", async () => {
        const { call, initiate, variables } = cli();
        await initiate();
        const other = join(folder, "other.key");
        writeFileSync(other, "f".repeat(64), { mode: 0o644 });
        const wrong = await call("doctor", {
            variables: { ...variables, IDENTITY_DELETION_PSEUDONYM_KEY_FILE: other }
        });
        expect(wrong.exitCode).toBe(4);
        expect(wrong.stdout).toMatch(/^ok +Database .*\n(^.*\n)*^WRONG +Lifecycle .*key/m);
        expect(wrong.stdout).toContain(`chmod 600 ${other}`);
        const missing = await call(`doctor --database ${join(folder, "none.db")}`);
        expect(missing).toMatchObject({ exitCode: 4, stdout: expect.stringContaining("There is none at") });
    });
});
