import { PersistenceError, type DuePosition, type StoredRecord } from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { Lifecycle } from "../../../src/lifecycle";
import { FixedClock } from "../../../src/testing";
import { deleter, LifecycleWorld, person, type WorldOptions } from "../../support/lifecycle/LifecycleWorld";

/** Counts what is read of the queue. */
class CountingStore extends InMemoryPersistence {
    public readonly pages: number[] = [];

    public override async findDue(until: string, limit: number, after?: DuePosition): Promise<StoredRecord[]> {
        const page = await super.findDue(until, limit, after);
        this.pages.push(page.length);
        return page;
    }
}

/** Takes no write any more, as a store that has become read-only, or one that believes to know better each time. */
class RefusingStore extends InMemoryPersistence {
    public refusal: "staleRevision" | "unavailable" | undefined;

    public override async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        if (this.refusal === undefined) return await super.update(record, expectedRevision);
        throw new PersistenceError(this.refusal, "Refused.");
    }
}

describe(`${Lifecycle.name} with a long backlog`, () => {
    test("has it shared by several workers that rarely meet and read little in vain", async () => {
        // So many that the means hardly depend on how the calls of the two happen to meet: five read from 6,400 to 10,600 records.
        const runs = 20;
        let lost = 0;
        let read = 0;
        let seed = 1;
        const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
        for (let run = 0; run < runs; run++) {
            const store = new CountingStore();
            const workers = await workersOn(store, new FixedClock(), 2, { random, concurrency: 4 });
            await due(workers[0], 2_000);

            const summaries = await Promise.all(workers.map(({ lifecycle }) => lifecycle.runDue(undefined, 10_000)));

            const sum = (name: "deleted" | "lost" | "interrupted"): number =>
                summaries.reduce((total, summary) => total + summary[name], 0);
            expect(sum("deleted")).toBe(2_000);
            expect(sum("interrupted")).toBe(0);
            for (const { deleted } of summaries) expect(deleted).toBeGreaterThan(600);
            lost += sum("lost");
            read += store.pages.reduce((total, length) => total + length, 0);
        }
        // How often they meet is left to chance. Two that always read the same page would lose a race at every second deletion.
        expect(lost / runs).toBeLessThan(2_000 / 8);
        expect(read / runs).toBeLessThan(5 * 2_000);
    }, 60_000);

    test("leaves nothing of it out, also where a worker that was met has ended", async () => {
        const store = new CountingStore();
        const clock = new FixedClock();
        const [first, second] = await workersOn(store, clock, 2, {});
        await due(first, 800);
        const running = [first.lifecycle.runDue(undefined, 250), second.lifecycle.runDue(undefined, 2_000)];

        const summaries = await Promise.all(running);

        expect(summaries[0].found).toBe(250);
        expect(summaries[0].deleted + summaries[1].deleted).toBe(800);
        expect(await first.lifecycle.runDue(undefined, 2_000)).toMatchObject({ found: 0 });
    });

    test.each([
        ["staleRevision", "lost"],
        ["unavailable", "interrupted"]
    ] as const)(
        "comes to an end where the store refuses every write with %s, and deletes nobody",
        async (kind, name) => {
            const store = new RefusingStore();
            const calls: string[] = [];
            const deleters = [deleter("data", async (address) => void calls.push(address))];
            const world = await LifecycleWorld.create({ persistence: store, deleters });
            await due(world, 1_000);
            store.refusal = kind;

            const summary = await world.lifecycle.runDue(undefined, 100_000);

            expect(summary).toMatchObject({ claimed: 0, deleted: 0, [name]: summary.found });
            expect(summary.found).toBeGreaterThanOrEqual(1_000);
            expect(summary.found).toBeLessThan(2_000);
            expect(calls).toEqual([]);
        }
    );

    test("goes on behind the place where it was, and then at the front, when it has met another", async () => {
        const store = new CountingStore();
        const clock = new FixedClock();
        const [first, second] = await workersOn(store, clock, 2, {});
        await due(first, 800);
        let deleted = 0;
        for (let runs = 0; runs < 20 && deleted < 800; runs++) {
            const summaries = await Promise.all([first, second].map((each) => each.lifecycle.runDue(undefined, 200)));
            deleted += summaries[0].deleted + summaries[1].deleted;
        }
        expect(deleted).toBe(800);
    });

    test("reads no more of it at a time than it works on soon", async () => {
        const store = new CountingStore();
        const world = await LifecycleWorld.create({ persistence: store });
        await due(world, 1_000);

        await world.lifecycle.runDue(undefined, 100_000);

        expect(Math.max(...store.pages)).toBeLessThanOrEqual(200);
    });

    test("begins no deletion whose deleter would have to wait for a place", async () => {
        const slow = new Set(Array.from({ length: 10 }, (_, number) => person(number * 100).address));
        const clock = new FixedClock();
        const store = new CountingStore();
        let running = 0;
        const calls: string[] = [];
        const slowDeleter = deleter("slow", async (address) => {
            calls.push(address);
            running++;
            if (slow.has(address)) {
                await new Promise<void>((resolve) => void world.timer.after(5 * 60_000, resolve));
            }
            running--;
        });
        const options = { deleters: [slowDeleter], notifier: "none", concurrency: 4, timeoutInMs: 6 * 60_000 } as const;
        const [world, other] = await workersOn(store, clock, 2, options);
        await due(world, 1_000);

        const run = world.lifecycle.runDue(undefined, 10_000);
        for (let minute = 0; minute < 30; minute++) {
            await world.timer.advance({ minutes: 1 });
            const claimed = world.events.filter(({ type }) => type === "claimed").length;
            expect(claimed).toBe(calls.length);
            expect(running).toBeLessThanOrEqual(4);
            // Another worker finds no lease that has run out. Where nothing waits for a place, it has nothing to do at all.
            if (calls.length === 1_000) expect(await other.lifecycle.runDue()).toMatchObject({ found: 0 });
        }
        expect(await run).toMatchObject({ found: 1_000, deleted: 1_000, lost: 0, interrupted: 0 });
        expect(new Set(calls).size).toBe(calls.length);
    });
});

async function workersOn(
    persistence: CountingStore,
    clock: FixedClock,
    count: number,
    options: WorldOptions
): Promise<LifecycleWorld[]> {
    return await Promise.all(
        Array.from({ length: count }, async () => await LifecycleWorld.create({ ...options, persistence, clock }))
    );
}

/** That many processes whose grace periods have ended. */
async function due(world: LifecycleWorld, count: number): Promise<void> {
    for (let number = 0; number < count; number++) await world.initiate(person(number));
    world.clock.advance({ days: 15 });
}
