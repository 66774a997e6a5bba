import { alice } from "../../support/fixtures";
import { deleter, LifecycleWorld, WorldOptions } from "../../support/lifecycle/LifecycleWorld";
import { failingAt } from "../../support/lifecycle/failingAt";

const worlds: LifecycleWorld[] = [];
const hour = 3_600_000;

async function dueWorld(options: WorldOptions = {}): Promise<LifecycleWorld> {
    const world = await LifecycleWorld.create({
        remindersInDaysBeforeEnd: [],
        retry: { firstDelayInMs: hour, maxDelayInMs: 8 * hour, attempts: 2 },
        ...options
    });
    worlds.push(world);
    await world.initiate(alice, 1);
    world.clock.advance({ days: 1 });
    return world;
}

afterEach(async () => {
    await Promise.all(worlds.splice(0).map(({ module }) => module.close()));
});

describe("The final notice", () => {
    test("is given when all deleters are done and nothing else of the Identity is left, before the address is erased", async () => {
        const world = await dueWorld({ deleters: [deleter("a"), deleter("b")] });
        await world.of().cancelIdentityDeletionProcess();
        let during: unknown;
        world.notifier.behaviour = async () => void (during = await world.records());
        await world.lifecycle.runDue();
        expect(during).toMatchObject([
            { data: { address: alice.address, process: { status: "Deleting" }, lifecycle: { done: ["a", "b"] } } }
        ]);
        expect(world.notifier.notices).toHaveLength(1);
        expect(world.eventTypes.slice(-2)).toStrictEqual(["finalNoticeSent", "deleted"]);
    });

    test("is not given before the last deleter is done", async () => {
        const world = await dueWorld({ deleters: [deleter("a"), deleter("b", () => Promise.reject(new Error("no")))] });
        await world.lifecycle.runDue();
        expect(world.notifier.notices).toStrictEqual([]);
    });

    test("is tried with the same key, with increasing delays, for a day, and then given up; no deleter is repeated", async () => {
        const world = await dueWorld();
        world.notifier.behaviour = () => Promise.reject(new Error("no mail"));
        const start = world.clock.now().toMillis();
        const hours: number[] = [];
        for (let run = 0; run < 20 && world.eventTypes.at(-1) !== "deleted"; run++) {
            hours.push((world.clock.now().toMillis() - start) / hour);
            await world.lifecycle.runDue();
            const { nextDueAt } = await world.lifecycle.status();
            if (nextDueAt !== undefined) world.clock.set(nextDueAt);
        }
        expect(hours).toStrictEqual([0, 1, 3, 7, 15, 23, 24]);
        expect(world.notifier.notices.length).toBe(6);
        expect(new Set(world.notifier.notices.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
        expect(world.eventTypes.slice(-2)).toStrictEqual(["finalNoticeGivenUp", "deleted"]);
        expect(world.deleted).toStrictEqual([alice.address]);
    });

    test("is tried once however long nobody was there, and is never parked", async () => {
        const world = await dueWorld();
        // Everything is lost from the moment on at which all deleters are done.
        const victim = await LifecycleWorld.create({
            persistence: failingAt(world.persistence, "list"),
            clock: world.clock
        });
        expect(await victim.lifecycle.runDue()).toMatchObject({ claimed: 1, failed: 1 });
        world.clock.advance({ days: 100 });
        expect(await world.lifecycle.runDue()).toMatchObject({ claimed: 0, deleted: 1 });
        expect([victim.deleted, world.deleted]).toStrictEqual([[alice.address], []]);
        expect(world.notifier.notices).toHaveLength(1);
    });

    test("that hangs is given up at its deadline", async () => {
        const world = await dueWorld({ finalNoticeTimeoutInMs: 0 });
        world.notifier.behaviour = () => new Promise(() => {});
        const running = world.lifecycle.runDue();
        await world.timer.advance({ minutes: 5 });
        expect(await running).toMatchObject({ deleted: 1 });
        expect(world.eventTypes.slice(-3)).toStrictEqual(["finalNoticeFailed", "finalNoticeGivenUp", "deleted"]);
    });

    test("is given again with the same key where the tombstone could not be written", async () => {
        const world = await dueWorld();
        const victim = await LifecycleWorld.create({
            persistence: failingAt(world.persistence, "update", 3),
            clock: world.clock
        });
        expect(await victim.lifecycle.runDue()).toMatchObject({ claimed: 1, interrupted: 1, deleted: 0 });
        expect(victim.bus.statuses).toStrictEqual(["Deleting"]);
        world.clock.advance({ minutes: 10 });
        expect(await world.lifecycle.runDue()).toMatchObject({ deleted: 1 });
        expect(world.notifier.notices).toStrictEqual(victim.notifier.notices);
        expect(world.bus.statuses.slice(1)).toStrictEqual(["Deleted"]);
    });
});
