import { ErrorCode, IdentityDeletionModule, type PersistencePort } from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { Lifecycle } from "../../../src/lifecycle";
import { FixedClock } from "../../../src/testing";
import { alice, bob } from "../../support/fixtures";
import { deleter, LifecycleWorld, person, pseudonymKey, WorldOptions } from "../../support/lifecycle/LifecycleWorld";
import { failingAt } from "../../support/lifecycle/failingAt";
import { settle } from "../../support/lifecycle/VirtualTimer";

const worlds: LifecycleWorld[] = [];

async function createWorld(options?: WorldOptions): Promise<LifecycleWorld> {
    const world = await LifecycleWorld.create({ maxPollIntervalInMs: 60_000, ...options });
    worlds.push(world);
    return world;
}

afterEach(async () => {
    await Promise.all(worlds.splice(0).map(({ module }) => module.close()));
});

/** The store, but for that method. */
function withMethod<Name extends "findDue" | "update">(
    store: PersistencePort,
    name: Name,
    method: PersistencePort[Name]
): PersistencePort {
    return new Proxy(store, {
        get(target, property) {
            if (property === name) return method;
            const value: unknown = Reflect.get(target, property);
            return typeof value === "function" ? (value.bind(target) as unknown) : value;
        }
    });
}

describe("A module that was started", () => {
    test("reminds and deletes by itself, at the very moments", async () => {
        const moments: [string, string][] = [];
        const world = await createWorld({
            maxPollIntervalInMs: 6 * 3_600_000,
            observer: { observe: ({ type }) => void moments.push([type, world.clock.now().toISO()!]) }
        });
        world.module.start();
        await world.timer.advance({ hours: 1 });
        await world.initiate(alice);
        await world.timer.advance({ days: 15 });
        const ours = moments.filter(([type]) => type !== "runFinished" && type !== "deleterFinished");
        expect(ours).toStrictEqual([
            ["reminderSent", "2026-11-25T11:00:00.000Z"],
            ["reminderSent", "2026-11-27T11:00:00.000Z"],
            ["reminderSent", "2026-12-02T11:00:00.000Z"],
            ["claimed", "2026-12-07T11:00:00.000Z"],
            ["finalNoticeSent", "2026-12-07T11:00:00.000Z"],
            ["deleted", "2026-12-07T11:00:00.000Z"]
        ]);
    });

    test("waits for the next due date with one timer, and never longer than it may", async () => {
        const world = await createWorld();
        world.module.start();
        world.module.start();
        await world.timer.advance({});
        expect(world.timer.pending).toStrictEqual([60_000]);
        await world.initiate(alice, 0.5 / 86_400);
        expect(world.timer.pending).toStrictEqual([500]);
        await world.initiate(bob, 1);
        expect(world.timer.pending).toStrictEqual([500]);
        await world.timer.advance({ milliseconds: 500 });
        expect(world.deleted).toStrictEqual([alice.address]);
        expect(world.timer.pending).toStrictEqual([60_000]);
    });

    test("finds what another process has written, what a sleep has left, and what a clock has jumped over", async () => {
        const world = await createWorld();
        world.module.start();
        await world.timer.advance({});
        const other = await createWorld({ persistence: world.persistence, clock: world.clock });
        await other.initiate(alice, 10 / 86_400);
        await world.timer.advance({ minutes: 1 });
        expect(world.deleted).toStrictEqual([alice.address]);

        await other.initiate(bob, 30);
        world.clock.advance({ days: 30 });
        await world.timer.advance({ minutes: 1 });
        expect(world.deleted).toStrictEqual([alice.address, bob.address]);

        await other.initiate(person(1), 1);
        world.clock.advance({ days: -2 });
        await world.timer.advance({ days: 3, milliseconds: -1 });
        expect(world.deleted).toHaveLength(2);
        await world.timer.advance({ milliseconds: 1 });
        expect(world.deleted).toHaveLength(3);
    });

    test("works through more than one page without a pause", async () => {
        const world = await createWorld({ remindersInDaysBeforeEnd: [] });
        for (let number = 0; number < 250; number++) await world.initiate(person(number), 1);
        world.clock.advance({ days: 1 });
        world.module.start();
        await world.timer.advance({});
        expect(world.deleted).toHaveLength(250);
    });

    test("keeps trying while the store is away, with increasing delays, and goes on when it is back", async () => {
        const store = new InMemoryPersistence();
        let isAway = false;
        const persistence = new Proxy(store, {
            get(target, property) {
                const value: unknown = Reflect.get(
                    isAway && property === "findDue" ? failingAt(target, "findDue") : target,
                    property
                );
                return typeof value === "function" ? (value.bind(target) as unknown) : value;
            }
        });
        const world = await createWorld({ persistence });
        await world.initiate(alice, 1);
        isAway = true;
        world.module.start();
        await world.timer.advance({ minutes: 5 });
        const pauses = world.events.flatMap((event) => (event.type === "runFailed" ? [event.nextAttemptInMs] : []));
        expect(pauses.slice(0, 9)).toStrictEqual([500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
        isAway = false;
        await world.timer.advance({ days: 1 });
        expect(world.deleted).toStrictEqual([alice.address]);
    });

    test("does not work without end on what it cannot write", async () => {
        const world = await createWorld();
        await world.initiate(alice, 1);
        const victim = await createWorld({ persistence: failingAt(world.persistence, "update"), clock: world.clock });
        victim.clock.advance({ days: 1 });
        victim.module.start();
        await victim.timer.advance({ minutes: 1 });
        const runs = victim.events.filter(({ type }) => type === "interrupted").length;
        expect(runs).toBeGreaterThan(3);
        expect(runs).toBeLessThan(10);
    });

    test("nor on what cannot be read: it looks again when something else is due", async () => {
        const world = await createWorld();
        await world.initiate(alice, 1);
        const [record] = await world.records();
        await world.persistence.update({ ...record, revision: 2, data: {} }, 1);
        world.clock.advance({ days: 1 });
        world.module.start();
        await world.timer.advance({ hours: 1 });
        const runs = world.events.filter(({ type }) => type === "runFinished").length;
        // One a minute: the longest pause.
        expect(runs).toBeGreaterThanOrEqual(60);
        expect(runs).toBeLessThan(65);
        expect(world.events.filter(({ type }) => type === "unreadableRecord")).toHaveLength(1);
    });

    test("does not look again at once because something was stored during its look that is due in days", async () => {
        const late: { world?: LifecycleWorld } = {};
        const store = new InMemoryPersistence();
        let looks = 0;
        const findDue: typeof store.findDue = async (...args) => {
            await late.world!.initiate(person(looks++), 30);
            return await store.findDue(...args);
        };
        const world = await createWorld({ persistence: withMethod(store, "findDue", findDue) });
        late.world = world;
        world.module.start();
        await world.timer.advance({ minutes: 1, milliseconds: -1 });
        // What is due, and what is due next.
        expect(looks).toBe(2);
    });

    test("looks again in time for what was stored during its look", async () => {
        const late: { world?: LifecycleWorld } = {};
        const store = new InMemoryPersistence();
        const findDue: typeof store.findDue = async (...args) => {
            const found = await store.findDue(...args);
            await late.world!.of(alice).initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 0.5 / 86_400 });
            return found;
        };
        const world = await createWorld({ persistence: withMethod(store, "findDue", findDue) });
        late.world = world;
        world.module.start();
        await world.timer.advance({ milliseconds: 500 });
        expect(world.deleted).toStrictEqual([alice.address]);
    });

    test("cannot be started again once it was closed", async () => {
        const world = await createWorld();
        await world.module.close();
        for (const start of [() => world.module.start(), () => world.lifecycle.start()]) {
            expect(start).toThrow(expect.objectContaining({ code: ErrorCode.storeUnavailable }));
        }
        expect(world.timer.pending).toStrictEqual([]);
    });

    test("is woken by an operator's retry", async () => {
        let fails = true;
        const world = await createWorld({
            retry: { attempts: 1 },
            deleters: [deleter("files", () => (fails ? Promise.reject(new Error("no")) : Promise.resolve()))]
        });
        const id = await world.initiate(alice, 1);
        world.clock.advance({ days: 1 });
        world.module.start();
        await world.timer.advance({});
        fails = false;
        expect(await world.lifecycle.retry(id)).toBe(true);
        await world.timer.advance({ milliseconds: 5 });
        expect(world.eventTypes.at(-1)).toBe("deleted");
    });

    test("deletes nothing more once it was stopped, and may be started again", async () => {
        const world = await createWorld();
        world.module.start();
        await world.module.stop();
        expect(world.timer.pending).toStrictEqual([]);
        await world.initiate(alice, 1);
        await world.timer.advance({ days: 2 });
        expect(world.deleted).toStrictEqual([]);
        world.module.start();
        await world.timer.advance({});
        expect(world.deleted).toStrictEqual([alice.address]);
    });
});

describe("Stopping", () => {
    test("waits for the deleter that runs, begins no other, and leaves the rest due at once", async () => {
        const releases: (() => void)[] = [];
        const world = await createWorld({
            deleters: [
                deleter("a", () => new Promise((resolve) => void releases.push(resolve))),
                deleter("b", async () => void world.deleted.push("b"))
            ]
        });
        await world.initiate(alice, 1);
        await world.initiate(bob, 1);
        world.clock.advance({ days: 1 });
        world.module.start();
        await world.timer.advance({});
        let isStopped = false;
        const stopping = world.module.stop().then(() => (isStopped = true));
        await settle();
        expect(isStopped).toBe(false);
        for (const release of releases) release();
        await stopping;
        expect(world.deleted).toStrictEqual([]);
        expect(await world.lifecycle.status()).toMatchObject({ due: 2, running: 0 });

        const other = await createWorld({
            persistence: world.persistence,
            clock: world.clock,
            deleters: [deleter("a"), deleter("b")]
        });
        expect(await other.lifecycle.runDue()).toMatchObject({ deleted: 2 });
    });

    test("fires the signals at its limit; who heeds them has the work given back", async () => {
        const world = await createWorld({
            retry: { attempts: 1 },
            deleters: [
                deleter("a", async (_, { signal }) => {
                    await new Promise((_resolve, reject) =>
                        signal.addEventListener("abort", () => reject(new Error("stopped")))
                    );
                })
            ]
        });
        await world.initiate(alice, 1);
        world.clock.advance({ days: 1 });
        const running = world.lifecycle.runDue();
        await settle();
        const stopping = world.lifecycle.stop(5000);
        await world.timer.advance({ milliseconds: 5000 });
        await stopping;
        expect(await running).toMatchObject({ interrupted: 1, failed: 0, parked: 0 });
        expect(await world.lifecycle.status()).toMatchObject({ due: 1, failed: 0 });
    });

    test.each([
        ["a reminder", 2],
        ["a final notice", 14]
    ])("does not wait for a notifier that ignores the signal of %s", async (_, days) => {
        const world = await createWorld();
        const signals: AbortSignal[] = [];
        world.notifier.behaviour = async (signal) => {
            signals.push(signal);
            await new Promise(() => {});
        };
        await world.initiate(alice);
        world.clock.advance({ days });
        const running = world.lifecycle.runDue();
        await settle();
        const stopping = world.lifecycle.stop(0);
        await world.timer.advance({ milliseconds: 1000 });
        await stopping;
        expect(await running).toMatchObject({ interrupted: 1, reminded: 0, deleted: 0, failed: 0 });
        expect(signals.map(({ aborted }) => aborted)).toStrictEqual([true]);
        expect(await world.lifecycle.runDue()).toMatchObject({ found: 0 });
    });

    test("begins no final notice; whoever runs next sends it", async () => {
        const releases: (() => void)[] = [];
        const world = await createWorld({
            deleters: [deleter("a", () => new Promise((resolve) => void releases.push(resolve)))]
        });
        await world.initiate(alice, 1);
        world.clock.advance({ days: 1 });
        const running = world.lifecycle.runDue();
        await settle();
        const stopping = world.lifecycle.stop();
        releases[0]();
        await stopping;
        expect(await running).toMatchObject({ interrupted: 1, deleted: 0 });
        expect(world.notifier.notices).toStrictEqual([]);
        expect(await world.lifecycle.runDue()).toMatchObject({ deleted: 1 });
        expect(world.notifier.notices).toHaveLength(1);
    });

    test.each([
        ["a deleter", () => LifecycleWorld.create({ deleters: [deleter("deaf", () => new Promise(() => {}))] })],
        [
            "a store",
            () => {
                const persistence = new InMemoryPersistence();
                return LifecycleWorld.create({
                    persistence: withMethod(persistence, "update", () => new Promise(() => {}))
                });
            }
        ]
    ])("comes to its end also where %s never answers, as soon as the most impatient call says", async (_, create) => {
        const world = await create();
        await world.initiate(alice, 1);
        world.clock.advance({ days: 1 });
        void world.lifecycle.runDue();
        await settle();
        const stopped: string[] = [];
        const stop = async (limitInMs: number): Promise<unknown> =>
            await world.lifecycle.stop(limitInMs).then(() => stopped.push(String(limitInMs)));
        const stopping = [stop(Infinity), stop(5_000)];
        await world.timer.advance({ milliseconds: 4_999 });
        expect(stopped).toStrictEqual([]);
        await world.timer.advance({ milliseconds: 2_001 });
        expect(stopped).toContain("5000");
        stopping.push(stop(-1));
        await world.timer.advance({ milliseconds: 2_000 });
        expect(stopped).toContain("-1");
        await world.timer.advance({ days: 25 });
        await Promise.all(stopping);
    });

    test("refuses a limit that is no number", async () => {
        const world = await createWorld();
        await expect(world.lifecycle.stop(NaN)).rejects.toThrow(RangeError);
    });

    test("leaves one that does not heed them its lease, and does not wait for it", async () => {
        const world = await createWorld({ deleters: [deleter("a", () => new Promise(() => {}))] });
        await world.initiate(alice, 1);
        world.clock.advance({ days: 1 });
        const running = world.lifecycle.runDue();
        await settle();
        const closing = world.module.close();
        await world.timer.advance({ milliseconds: 11_000 });
        await closing;
        expect(await running).toMatchObject({ interrupted: 1 });
        const other = await createWorld({ persistence: world.persistence, clock: world.clock });
        await other.module.close();
        await world.persistence.open();
        const fresh = await createWorld({ persistence: world.persistence, clock: world.clock });
        expect(await fresh.lifecycle.status()).toMatchObject({ running: 1, due: 0 });
    });
});

describe("Creating a module", () => {
    const persistence = new InMemoryPersistence();

    test("warns where nobody would ever delete anything, and only there", async () => {
        const logger = { warn: jest.fn() };
        await (await IdentityDeletionModule.create({ persistence, logger })).close();
        expect(logger.warn).toHaveBeenCalledTimes(1);
        expect(logger.warn).toHaveBeenCalledWith(expect.stringMatching(/no Identity is ever deleted/));
        await (await IdentityDeletionModule.create({ persistence, logger, lifecycle: "elsewhere" })).close();
        expect(logger.warn).toHaveBeenCalledTimes(1);
    });

    test("is not kept from working by a logger that fails", async () => {
        const logger = {
            warn: () => {
                throw new Error("no");
            }
        };
        await (await IdentityDeletionModule.create({ persistence, logger })).close();
    });

    test("needs a lifecycle to start", async () => {
        const module = await IdentityDeletionModule.create({ persistence, lifecycle: "elsewhere" });
        expect(() => module.start()).toThrow(TypeError);
        await module.stop();
        await module.close();
    });

    test("makes a lifecycle of its own from options that several modules share", async () => {
        const deleted: string[] = [];
        const configured = Lifecycle.configure({
            deleters: [deleter("files", async (address) => void deleted.push(address))],
            notifier: "none"
        });
        const clock = new FixedClock();
        const modules = await Promise.all(
            [alice, bob].map(async (person) => {
                const store = new InMemoryPersistence();
                const options = { persistence: store, clock, pseudonymKey, lifecycle: configured };
                const module = await IdentityDeletionModule.create(options);
                await module.forIdentity(person).identityDeletionProcesses.initiateIdentityDeletionProcess();
                return module;
            })
        );
        clock.advance({ days: 14 });
        await modules[1].lifecycle.runDue();
        expect(deleted).toStrictEqual([bob.address]);
        await modules[0].lifecycle.runDue();
        expect(deleted).toStrictEqual([bob.address, alice.address]);
        for (const module of modules) await module.close();
    });

    test("closes the store again where the lifecycle cannot be made", async () => {
        const store = new InMemoryPersistence();
        const error = new Error("no");
        const lifecycle = (): never => {
            throw error;
        };
        await expect(IdentityDeletionModule.create({ persistence: store, pseudonymKey, lifecycle })).rejects.toBe(
            error
        );
        await expect(store.findDue("2026-11-23T10:00:00.000Z", 1)).rejects.toThrow("not open");
    });
});
