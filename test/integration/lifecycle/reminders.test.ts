import { IdentityDeletionModule } from "../../../src";
import { alice, bob } from "../../support/fixtures";
import { LifecycleWorld, pseudonymKey, WorldOptions } from "../../support/lifecycle/LifecycleWorld";

const worlds: LifecycleWorld[] = [];

async function createWorld(options?: WorldOptions): Promise<LifecycleWorld> {
    const world = await LifecycleWorld.create(options);
    worlds.push(world);
    return world;
}

afterEach(async () => {
    await Promise.all(worlds.splice(0).map(({ module }) => module.close()));
});

describe("Reminders", () => {
    test("are sent at their times, each with its own key, and nothing in between", async () => {
        const world = await createWorld();
        const id = await world.initiate(alice);
        const gracePeriodEndsAt = "2026-12-07T10:00:00.000Z";
        const summaries: number[] = [];
        for (let day = 0; day < 14; day++) {
            summaries.push((await world.lifecycle.runDue()).reminded);
            world.clock.advance({ days: 1 });
        }
        expect(summaries).toStrictEqual([0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
        expect(world.notifier.reminders).toStrictEqual(
            [12, 10, 5].map((daysBeforeEnd) => ({
                address: alice.address,
                processId: id,
                gracePeriodEndsAt,
                daysBeforeEnd,
                idempotencyKey: `${id}:reminder:${daysBeforeEnd}`
            }))
        );
        expect(world.deleted).toStrictEqual([]);
    });

    test("that are due at or before the creation are skipped", async () => {
        const world = await createWorld();
        await world.initiate(alice, 10);
        for (let day = 0; day < 10; day++) {
            await world.lifecycle.runDue();
            world.clock.advance({ days: 1 });
        }
        expect(world.reminded).toStrictEqual([5]);
    });

    test("after a pause are not sent all at once: only the latest due", async () => {
        const world = await createWorld();
        await world.initiate(alice);
        world.clock.advance({ days: 10 });
        await world.lifecycle.runDue();
        await world.lifecycle.runDue();
        expect(world.reminded).toStrictEqual([5]);
    });

    test("are not sent when the pause was longer than the grace period: then the Identity is deleted", async () => {
        const world = await createWorld();
        await world.initiate(alice);
        world.clock.advance({ days: 14 });
        await world.lifecycle.runDue();
        expect(world.reminded).toStrictEqual([]);
        expect(world.deleted).toStrictEqual([alice.address]);
    });

    test("are sent for a process that was created where no lifecycle was", async () => {
        const world = await createWorld();
        const { persistence, clock } = world;
        const frontend = await IdentityDeletionModule.create({
            persistence,
            clock,
            pseudonymKey,
            lifecycle: "elsewhere"
        });
        const { identityDeletionProcesses } = frontend.forIdentity(alice);
        expect(await identityDeletionProcesses.initiateIdentityDeletionProcess()).toBeSuccessful();

        expect(await world.lifecycle.runDue()).toMatchObject({ found: 1, planned: 1, reminded: 0 });
        expect((await world.lifecycle.runDue()).found).toBe(0);
        expect(await world.lifecycle.status()).toMatchObject({ nextDueAt: "2026-11-25T10:00:00.000Z" });
        clock.advance({ days: 2 });
        await world.lifecycle.runDue();
        expect(world.reminded).toStrictEqual([12]);
    });

    test("are tried again with the same key, with increasing delays, until they come through", async () => {
        const world = await createWorld({ retry: { firstDelayInMs: 1000, maxDelayInMs: 4000 } });
        const id = await world.initiate(alice);
        world.notifier.behaviour = () => Promise.reject(new Error(`no mail to ${alice.address}`));
        world.clock.advance({ days: 2 });
        const pauses = [];
        for (let attempt = 0; attempt < 4; attempt++) {
            expect(await world.lifecycle.runDue()).toMatchObject({ failed: 1, reminded: 0 });
            const { nextDueAt } = await world.lifecycle.status();
            pauses.push(Date.parse(nextDueAt!) - world.clock.now().toMillis());
            world.clock.set(nextDueAt!);
        }
        world.notifier.behaviour = async () => {};
        expect(await world.lifecycle.runDue()).toMatchObject({ failed: 0, reminded: 1 });
        expect(pauses).toStrictEqual([1000, 2000, 4000, 4000]);
        expect(new Set(world.notifier.reminders.map(({ idempotencyKey }) => idempotencyKey))).toStrictEqual(
            new Set([`${id}:reminder:12`])
        );
        expect(await world.lifecycle.status()).toMatchObject({ nextDueAt: "2026-11-27T10:00:00.000Z" });
    });

    test("that fail hold up neither others, nor the next reminder, nor the end", async () => {
        const world = await createWorld({ retry: { firstDelayInMs: 30 * 86_400_000, attempts: 1 } });
        await world.initiate(alice);
        await world.initiate(bob, 40);
        world.notifier.behaviour = () => Promise.reject(new Error("no mail"));
        world.clock.advance({ days: 2 });
        await world.lifecycle.runDue();
        world.notifier.behaviour = async () => {};
        world.clock.advance({ days: 2 });
        await world.lifecycle.runDue();
        world.notifier.behaviour = () => Promise.reject(new Error("no mail"));
        world.clock.advance({ days: 5 });
        await world.lifecycle.runDue();
        world.notifier.behaviour = async () => {};
        world.clock.advance({ days: 5 });
        await world.lifecycle.runDue();
        expect(world.reminded).toStrictEqual([12, 10, 5]);
        expect(world.deleted).toStrictEqual([alice.address]);
    });

    test("begin anew with a short pause, whatever became of the one before", async () => {
        const world = await createWorld({ remindersInDaysBeforeEnd: [12, 11] });
        world.notifier.behaviour = async () => await Promise.reject(new Error("away"));
        await world.initiate(alice);
        world.clock.advance({ days: 2 });
        for (let minutes = 0; minutes <= 24 * 60; minutes += 10) {
            await world.lifecycle.runDue();
            world.clock.advance({ minutes: 10 });
        }
        const pauses = world.events.flatMap((event) =>
            event.type === "reminderFailed" ? [[event.daysBeforeEnd, event.nextAttemptInMs]] : []
        );
        expect(pauses.filter(([days]) => days === 12).at(-1)![1]).toBeGreaterThan(3_600_000);
        expect(pauses.filter(([days]) => days === 11)).toStrictEqual([[11, 60_000]]);
    });

    test("that hang are given up at their deadline, and never overtaken by themselves", async () => {
        const world = await createWorld({ leaseInMs: 60_000, timeoutInMs: 20_000 });
        await world.initiate(alice);
        const signals: AbortSignal[] = [];
        world.notifier.behaviour = async (signal) => {
            signals.push(signal);
            await new Promise(() => {});
        };
        world.clock.advance({ days: 2 });
        const running = world.lifecycle.runDue();
        await world.timer.advance({ milliseconds: 19_999 });
        expect(signals.map(({ aborted }) => aborted)).toStrictEqual([false]);
        await world.timer.advance({ milliseconds: 1 });
        expect(await running).toMatchObject({ failed: 1 });
        expect(signals.map(({ aborted }) => aborted)).toStrictEqual([true]);

        world.clock.advance({ days: 1 });
        expect(await world.lifecycle.runDue()).toMatchObject({ failed: 1 });
        expect(signals).toHaveLength(1);
    });

    test("in flight do not keep the person from cancelling", async () => {
        const world = await createWorld();
        await world.initiate(alice);
        world.notifier.behaviour = async () => {
            expect(await world.of().cancelIdentityDeletionProcess()).toBeSuccessful();
        };
        world.clock.advance({ days: 2 });
        expect(await world.lifecycle.runDue()).toMatchObject({ reminded: 1, lost: 1 });
        world.clock.advance({ days: 20 });
        expect((await world.lifecycle.runDue()).found).toBe(0);
        expect(world.deleted).toStrictEqual([]);
    });

    test("in flight do not keep another worker from beginning the deletion at the end", async () => {
        const options = { remindersInDaysBeforeEnd: [0.0001] };
        const world = await createWorld(options);
        const { persistence, clock } = world;
        const other = await createWorld({ ...options, persistence, clock });
        await world.initiate(alice, 1);
        let release!: () => void;
        world.notifier.behaviour = () => new Promise((resolve) => (release = resolve));
        clock.advance({ days: 0.9999 });
        const running = world.lifecycle.runDue();
        await world.timer.advance({ days: 0.0001 });
        expect(world.reminded).toHaveLength(1);
        expect(await other.lifecycle.runDue()).toMatchObject({ claimed: 1, deleted: 1 });
        release();
        expect(await running).toMatchObject({ lost: 1 });
        expect(other.deleted).toStrictEqual([alice.address]);
    });

    test("are sent by one of several workers", async () => {
        const world = await createWorld();
        const { persistence, clock } = world;
        const others = await Promise.all([1, 2, 3].map(() => createWorld({ persistence, clock })));
        await world.initiate(alice);
        clock.advance({ days: 2 });
        await Promise.all([world, ...others].map(({ lifecycle }) => lifecycle.runDue()));
        expect([world, ...others].flatMap(({ reminded }) => reminded)).toStrictEqual([12]);
    });

    test("are not sent where the host has no notifier", async () => {
        const world = await createWorld({ notifier: "none" });
        await world.initiate(alice);
        expect(await world.lifecycle.status()).toMatchObject({ nextDueAt: "2026-12-07T10:00:00.000Z" });
        world.clock.advance({ days: 14 });
        expect(await world.lifecycle.runDue()).toMatchObject({ deleted: 1 });
    });
});
