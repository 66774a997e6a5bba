import { DateTime } from "luxon";
import { ErrorCode } from "../../../src";
import type { LifecycleEvent, LifecycleStatus } from "../../../src/lifecycle";
import { LifecycleHealth, type LifecycleHealthOptions } from "../../../src/observability";
import { FixedClock } from "../../../src/testing";
import { alice } from "../../support/fixtures";
import { VirtualTimer } from "../../support/lifecycle/VirtualTimer";

const minuteInMs = 60_000;
const processId = "IDP00000000000000001";
const runFailed: LifecycleEvent = { type: "runFailed", errorName: "PersistenceError", nextAttemptInMs: 1 };
const runFinished = { type: "runFinished", durationInMs: 1, oldestLagInMs: 0, summary: { found: 0 } } as LifecycleEvent;

function statusOf(part: Partial<LifecycleStatus> = {}): LifecycleStatus {
    const counts = { due: 0, running: 0, retrying: 0, failed: 0, unreadable: 0, lagInMs: 0 };
    return { ...counts, oldestDueAt: undefined, nextDueAt: undefined, ...part };
}

function create(options: LifecycleHealthOptions = {}) {
    const clock = new FixedClock();
    const timer = new VirtualTimer(clock);
    const health = new LifecycleHealth({ now: () => clock.now().toMillis(), ...options }, timer);
    const store = { status: jest.fn(async () => statusOf()) };
    const codes = async (): Promise<[string, ...string[]]> => {
        const { level, reasons } = await health.check(store);
        return [level, ...reasons.map(({ code }) => code)];
    };
    return { clock, timer, health, store, codes };
}

describe(LifecycleHealth.name, () => {
    test("is ok where nothing is wrong, and shows the store's numbers", async () => {
        const { health, store } = create();
        const status = statusOf({ due: 3, running: 2, retrying: 1, lagInMs: 15 * minuteInMs });
        store.status.mockResolvedValue(status);
        await expect(health.check(store)).resolves.toStrictEqual({ level: "ok", reasons: [], status });
    });

    test.each<[string, Partial<LifecycleStatus>, string[]]>([
        ["records that cannot be read", { unreadable: 1 }, ["degraded", "recordsAreUnreadable"]],
        ["deletions that wait for an operator", { failed: 1 }, ["degraded", "deletionsAreParked"]],
        ["a lag above the bound", { lagInMs: 15 * minuteInMs + 1 }, ["degraded", "lagIsHigh"]],
        ["a lag of a day", { lagInMs: 24 * 60 * minuteInMs }, ["degraded", "lagIsHigh"]],
        ["a lag of more than a day", { lagInMs: 24 * 60 * minuteInMs + 1 }, ["failing", "lagIsHigh"]],
        ["both", { failed: 2, lagInMs: 2 ** 40 }, ["failing", "deletionsAreParked", "lagIsHigh"]]
    ])("answers %s", async (_, status, expected) => {
        const { codes, store } = create();
        store.status.mockResolvedValue(statusOf(status));
        await expect(codes()).resolves.toStrictEqual(expected);
    });

    test("takes the host's own bounds, also a failing one below the other", async () => {
        const { codes, store } = create({ failingLagInMs: 1_000 });
        store.status.mockResolvedValue(statusOf({ lagInMs: 1_001 }));
        await expect(codes()).resolves.toStrictEqual(["failing", "lagIsHigh"]);
    });

    test("is failing where nothing runs in this process for too long, from its beginning on", async () => {
        const { codes, clock, health } = create();
        clock.advance({ minutes: 15 });
        await expect(codes()).resolves.toStrictEqual(["ok"]);
        clock.advance({ milliseconds: 1 });
        await expect(codes()).resolves.toStrictEqual(["failing", "lifecycleDoesNotRun"]);
        health.observe(runFinished);
        await expect(codes()).resolves.toStrictEqual(["ok"]);
    });

    test("hears a run in what it does, and none in failures and in what operators say", async () => {
        const { codes, clock, health } = create({ maxSilenceInMs: minuteInMs });
        clock.advance({ minutes: 2 });
        health.observe({ type: "unparked", processId });
        health.observe({ type: "interrupted", processId, errorName: "PersistenceError" });
        await expect(codes()).resolves.toStrictEqual(["failing", "lifecycleDoesNotRun"]);
        health.observe({ type: "deleterFinished", processId, deleter: "files", durationInMs: 1 });
        await expect(codes()).resolves.toStrictEqual(["ok"]);
    });

    test("need not run in this process where the host says so", async () => {
        const { codes, clock } = create({ maxSilenceInMs: Infinity });
        clock.advance({ days: 10_000 });
        await expect(codes()).resolves.toStrictEqual(["ok"]);
    });

    test("is degraded after a run that failed, until one has worked", async () => {
        const { codes, health } = create();
        health.observe(runFailed);
        await expect(codes()).resolves.toStrictEqual(["degraded", "lastRunFailed"]);
        health.observe(runFinished);
        await expect(codes()).resolves.toStrictEqual(["ok"]);
    });

    test("names the code of a store that rejects, and nothing of what it said", async () => {
        const { health, store } = create();
        const answers: string[] = [];
        for (const code of [ErrorCode.storeUnavailable, alice.address]) {
            store.status.mockRejectedValueOnce(Object.assign(new Error(alice.address), { code }));
            const report = await health.check(store);
            expect(report).toMatchObject({ level: "failing", status: undefined });
            answers.push(...report.reasons.map(({ code, message }) => `${code}: ${message}`));
        }
        store.status.mockRejectedValueOnce(undefined);
        answers.push((await health.check(store)).reasons[0].message);
        expect(answers).toStrictEqual([
            `storeIsNotAvailable: The store cannot be asked: ${ErrorCode.storeUnavailable}.`,
            `storeIsNotAvailable: The store cannot be asked: ${ErrorCode.unknown}.`,
            `The store cannot be asked: ${ErrorCode.unknown}.`
        ]);
    });

    test("answers in time where the store does not, and asks it once at a time", async () => {
        const { codes, store, timer } = create();
        store.status.mockReturnValue(new Promise<LifecycleStatus>(() => undefined));
        const answers = [codes(), codes()];
        await timer.advance({ milliseconds: 5_000 });
        await expect(Promise.all(answers)).resolves.toStrictEqual([
            ["failing", "storeDoesNotAnswer"],
            ["failing", "storeDoesNotAnswer"]
        ]);
        expect(store.status).toHaveBeenCalledTimes(1);
    });

    test("leaves no timer behind", async () => {
        const { codes, store, timer } = create();
        await codes();
        store.status.mockRejectedValueOnce(new Error("closed"));
        await codes();
        expect(timer.pending).toStrictEqual([]);
    });

    test("asks the store once in five seconds, and again at once where the clock was set back", async () => {
        const { codes, store, clock } = create();
        const start = clock.now();
        const callsAt = async (moment: DateTime): Promise<number> => {
            clock.set(moment.toISO()!);
            await codes();
            return store.status.mock.calls.length;
        };
        await expect(callsAt(start)).resolves.toBe(1);
        await expect(callsAt(start.plus(4_999))).resolves.toBe(1);
        await expect(callsAt(start.plus(5_000))).resolves.toBe(2);
        await expect(callsAt(start)).resolves.toBe(3);
    });

    test("works with the machine's own clock and timers", async () => {
        const health = new LifecycleHealth();
        health.observe(runFinished);
        await expect(health.check({ status: async () => statusOf() })).resolves.toMatchObject({ level: "ok" });
    });

    test.each<[object, string]>([
        [{ degradedLagInMs: 0 }, "degradedLagInMs"],
        [{ failingLagInMs: NaN }, "failingLagInMs"],
        [{ maxSilenceInMs: "1" }, "maxSilenceInMs"],
        [{ storeTimeoutInMs: Infinity }, "storeTimeoutInMs"],
        [{ now: 5 }, "now"],
        [{ lagIsHigh: 5 }, '"lagIsHigh"']
    ])("refuses %p", (options, name) => {
        expect(() => new LifecycleHealth(options)).toThrow(name);
    });
});
