import { PersistenceError, type StoredRecord } from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { Lifecycle } from "../../../src/lifecycle";
import { alice, bob } from "../../support/fixtures";
import { deleter, LifecycleWorld, person } from "../../support/lifecycle/LifecycleWorld";

const never = async (): Promise<void> => await new Promise<never>(() => undefined);
const slowForAlice = deleter("slow", async (address) => (address === alice.address ? await never() : undefined));

describe(`${Lifecycle.name} in a run that takes long`, () => {
    test("hands over the final notice, also while a reminder to the same person hangs", async () => {
        const world = await LifecycleWorld.create();
        await world.initiate(alice);
        world.clock.advance({ days: 9 });
        world.notifier.behaviour = never;
        const reminding = world.lifecycle.runDue();
        await world.timer.advance({ minutes: 6 });
        expect((await reminding).failed).toBe(1);
        expect(world.reminded).toStrictEqual([5]);

        world.notifier.behaviour = async () => undefined;
        world.clock.advance({ days: 5 });
        expect(await world.lifecycle.runDue()).toMatchObject({ deleted: 1 });
        expect(world.notifier.notices).toHaveLength(1);
        await world.module.close();
    });

    test("reminds nobody whose grace period has ended while others were worked on", async () => {
        const world = await LifecycleWorld.create({
            concurrency: 1,
            deleters: [slowForAlice],
            random: () => 0.9
        });
        await world.initiate(alice, 1);
        world.clock.advance({ days: 1 });
        // Due as long as Alice is, behind her, for four minutes more.
        await world.initiate(bob, 5 + 4 / 1440);
        world.clock.advance({ days: 5, minutes: 2 });
        const running = world.lifecycle.runDue();
        await world.timer.advance({ minutes: 5 });
        await running;
        expect(world.reminded).toStrictEqual([]);
        expect(await world.lifecycle.runDue()).toMatchObject({ claimed: 1, deleted: 1 });
        await world.module.stop();
    });

    test("sends the reminder that is the latest when its turn comes", async () => {
        const world = await LifecycleWorld.create({ concurrency: 1, deleters: [slowForAlice] });
        await world.initiate(alice, 1);
        world.clock.advance({ days: 1 });
        await world.initiate(person(1), 14);
        world.clock.advance({ days: 8, hours: 23, minutes: 58 });
        const running = world.lifecycle.runDue();
        await world.timer.advance({ minutes: 5 });
        await running;
        expect(world.reminded).toStrictEqual([5]);
        await world.module.stop();
    });

    test("hands over the final notice, however long the store was away before", async () => {
        const store = new StoreThatGoesAway();
        const world = await LifecycleWorld.create({ persistence: store });
        await world.initiate(alice);
        world.clock.advance({ days: 14 });
        store.isAway = true;
        expect(await world.lifecycle.runDue()).toMatchObject({ claimed: 1, failed: 1 });
        world.clock.advance({ hours: 1 });
        expect(await world.lifecycle.runDue()).toMatchObject({ failed: 1 });
        world.clock.advance({ days: 2 });
        store.isAway = false;
        expect(await world.lifecycle.runDue()).toMatchObject({ deleted: 1 });
        expect(world.notifier.notices).toHaveLength(1);
        await world.module.close();
    });
});

/** It answers everything but what an Identity has: the deletion comes as far as the last deleter. */
class StoreThatGoesAway extends InMemoryPersistence {
    public isAway = false;

    public override async list(...given: Parameters<InMemoryPersistence["list"]>): Promise<StoredRecord[]> {
        if (this.isAway) throw new PersistenceError("unavailable", "The store is away.");
        return await super.list(...given);
    }
}
