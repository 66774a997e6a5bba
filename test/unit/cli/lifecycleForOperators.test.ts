import { InMemoryPersistence } from "../../../src/adapters/memory";
import { failingAt } from "../../support/lifecycle/failingAt";
import { person } from "../../support/lifecycle/LifecycleWorld";
import { recordOf, withMethods } from "../../support/records";
import { alice } from "../../support/fixtures";
import { cli, failing, valueOf } from "./lifecycleCli";

const rows = { name: "rows", deleteIdentityData: async () => undefined };
const silentNotifier = {
    remind: async () => undefined,
    notifyOfDeletion: async () => await Promise.reject(new RangeError("no mail server"))
};
const parkedAtOnce = { retry: { attempts: 1 } };

/** A process whose deletion has failed once, and is due again. */
async function failedOnce(...[host, persistence]: Parameters<typeof cli>) {
    const made = cli(host, persistence);
    await made.initiate();
    made.clock.advance({ days: 14 });
    await made.call("lifecycle run --once");
    made.clock.advance({ days: 1 });
    return made;
}

/** Beside a deletion that is parked, a due record that cannot be read, and that says nothing of its process. */
async function withDamage() {
    const persistence = new InMemoryPersistence();
    const made = await failedOnce({ deleters: failing, options: parkedAtOnce }, persistence);
    await persistence.open();
    const damage = {
        key: alice.address,
        lookup: "damaged",
        dueAt: "2026-12-07T10:00:00.000Z",
        data: { process: null }
    };
    await persistence.insert(recordOf(person(1), { status: "Active" }, damage));
    return made;
}

describe("lifecycle run --dry-run", () => {
    test("tells what is to be planned from what is to be deleted, gone on with or completed", async () => {
        const { call, initiate } = cli();
        await initiate();
        expect((await call("lifecycle run --dry-run")).stdout).toContain("plan it, or send a reminder\n");

        const half = await failedOnce({ deleters: [rows, ...failing] });
        expect((await half.call("lifecycle run --dry-run")).stdout).toContain("go on with the deletion: files\n");

        const deleted = await failedOnce({ deleters: [rows], notifier: silentNotifier });
        expect((await deleted.call("lifecycle run --dry-run")).stdout).toContain("complete the deletion\n");
    });

    test("says that there may be more than the hundred that it shows", async () => {
        const { call, initiate } = cli();
        for (let number = 0; number < 99; number++) await initiate(person(number));
        expect((await call("lifecycle run --dry-run")).stdout).not.toContain("There may be more");
        await initiate();
        expect((await call("lifecycle run --dry-run")).stdout).toContain("There may be more: the first 100 are shown.");
    });
});

describe("lifecycle inspect", () => {
    test("shows who is at work, until when, and that nothing is done yet", async () => {
        const store = new InMemoryPersistence();
        await store.open();
        // The command that looks must not close it under the one that runs.
        const shared = withMethods(store, { close: async () => undefined });
        let shown = "";
        const inspect = async (): Promise<void> => {
            shown = (await call(`lifecycle inspect ${processId}`)).stdout;
        };
        const { call, clock, initiate } = cli({ deleters: [{ ...rows, deleteIdentityData: inspect }] }, shared);
        await initiate();
        clock.advance({ days: 14 });
        const [{ processId }] = valueOf(await call("lifecycle run --dry-run --json")) as { processId: string }[];
        await call("lifecycle run --once");
        expect(shown).toContain("Lifecycle      running: a worker has it\n");
        expect(shown).toMatch(/^Lease ends +7 Dec 2026, 11:\d\d CET$/m);
        expect(shown).toContain("Deleters done  none\nDeleters left  rows\n");
    });

    test("shows that the notifier has failed where all deleters are done", async () => {
        const { call } = await failedOnce({ deleters: [rows], notifier: silentNotifier, options: parkedAtOnce });
        const [{ processId }] = valueOf(await call("lifecycle failed --json")) as { processId: string }[];
        const { stdout } = await call(`lifecycle inspect ${processId}`);
        expect(stdout).toContain("Deleters done  rows\nDeleters left  none\n");
        expect(stdout).toContain("Failed         the notifier (RangeError)\n");
    });
});

describe("lifecycle failed", () => {
    test("says of a notifier that it failed, and names no deleter then", async () => {
        const { call } = await failedOnce({ deleters: [rows], notifier: silentNotifier, options: parkedAtOnce });
        expect((await call("lifecycle failed")).stdout).toContain("the notifier (RangeError)");
        expect(valueOf(await call("lifecycle failed --json"))).toMatchObject([
            { failures: [{ step: "finalNotice", deleter: null, error: "RangeError" }] }
        ]);
    });

    test("says where a worker has died: it left no reason", async () => {
        const persistence = new InMemoryPersistence();
        let away: jest.SpyInstance | undefined;
        const die = async (): Promise<void> => {
            away = jest.spyOn(persistence, "update").mockRejectedValue(new Error("The worker is dead."));
        };
        const { call } = await failedOnce({ deleters: [{ ...rows, deleteIdentityData: die }] }, persistence);
        away!.mockRestore();
        expect((await call("lifecycle failed")).stdout).toContain("its worker was not heard of");
    });

    test("lists what cannot be read after what failed, also where it does not say which process it is of", async () => {
        const { call } = await withDamage();
        const { stdout } = await call("lifecycle failed");
        expect(stdout).toMatch(/--all\n\nThese records cannot be read\./);
        expect(stdout).toMatch(/^\(with a key of an unknown form\) +– +The store/m);
    });
});

describe("doctor", () => {
    test("warns of what has failed and of what cannot be read, and says where to look", async () => {
        const { call } = await withDamage();
        const { exitCode, stdout } = await call("doctor");
        expect(exitCode).toBe(0);
        expect(stdout).toContain("warning  Failures   1 parked, 0 tried again later.\n");
        expect(stdout).toContain("warning  Records    1 cannot be read, and are passed over.\n");
        expect(stdout).toContain("next: run `identity-deletion lifecycle failed`, and repair them");
    });

    test("says that a store which does not answer cannot be used", async () => {
        const { call } = cli({}, failingAt(new InMemoryPersistence(), "open"));
        const { exitCode, stdout } = await call("doctor");
        expect(exitCode).toBe(4);
        expect(stdout).toMatch(/^WRONG +Database +.*The store is away\./m);
    });
});

describe("a store that does not close well", () => {
    test("does not make what was done look undone: it is a warning", async () => {
        const { call, clock, initiate } = cli({}, failingAt(new InMemoryPersistence(), "close"));
        await initiate();
        clock.advance({ days: 14 });
        const run = await call("lifecycle run --once");
        expect(run).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/^warning: /m) });
        expect(run.stdout).toContain("Identities deleted  1\n");
        const exported = await call("database export");
        expect(exported).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/^warning: /m) });
    });
});
