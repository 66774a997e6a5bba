import { DateTime } from "luxon";
import { alice, bob } from "../../support/fixtures";
import { deleter, LifecycleWorld, person } from "../../support/lifecycle/LifecycleWorld";

describe("A deletion that waits for its next attempt", () => {
    test("can be seen and tried again at once, alone or with all others, parked or not", async () => {
        let fails = true;
        const failing = deleter("files", async () => {
            if (fails) throw new Error("no disk");
        });
        const retry = { firstDelayInMs: 3_600_000, attempts: 2 };
        const world = await LifecycleWorld.create({ deleters: [failing], notifier: "none", retry });
        const parked = await world.initiate(alice, 1);
        const waiting = await world.initiate(bob, 1.01);
        world.clock.advance({ days: 1 });
        await world.lifecycle.runDue();
        world.clock.advance({ hours: 1 });
        expect(await world.lifecycle.runDue()).toMatchObject({ failed: 1, parked: 1 });

        expect(await world.lifecycle.failed()).toMatchObject([
            { state: "parked", processId: parked, attempts: 2, parkedAt: "2026-11-24T11:00:00.000Z" },
            {
                state: "waiting",
                processId: waiting,
                attempts: 1,
                nextAttemptAt: "2026-11-24T12:00:00.000Z",
                failures: [{ step: "deleter", deleter: "files", reason: "Error: no disk" }]
            }
        ]);
        expect(await world.lifecycle.failed(1)).toHaveLength(1);
        fails = false;
        expect(await world.lifecycle.retry(waiting)).toBe(true);
        expect(await world.lifecycle.runDue()).toMatchObject({ deleted: 1 });
        expect(await world.lifecycle.retryAll()).toBe(1);
        expect(await world.lifecycle.runDue()).toMatchObject({ deleted: 1 });
        expect(await world.lifecycle.failed()).toStrictEqual([]);
        expect(await world.lifecycle.retryAll()).toBe(0);
    });

    test("is counted once by a retry of all, also where it is due already", async () => {
        const world = await LifecycleWorld.create({
            deleters: [deleter("files", async () => await Promise.reject(new Error("no disk")))],
            notifier: "none"
        });
        for (let number = 0; number < 3; number++) await world.initiate(person(number), 1);
        world.clock.advance({ days: 1 });
        await world.lifecycle.runDue();
        world.clock.advance({ hours: 1 });
        expect(await world.lifecycle.retryAll()).toBe(3);
    });

    test("whose worker was not heard of is listed from the end of its lease on, and not while it works", async () => {
        const store = await LifecycleWorld.create({
            deleters: [deleter("files", async () => await new Promise<never>(() => undefined))],
            notifier: "none"
        });
        const processId = await store.initiate(alice, 1);
        store.clock.advance({ days: 1 });
        const running = store.lifecycle.runDue();
        const operator = await LifecycleWorld.create({
            persistence: store.persistence,
            clock: store.clock,
            notifier: "none"
        });
        while ((await store.records()).every(({ revision }) => revision < 2)) await Promise.resolve();
        expect(await operator.lifecycle.failed()).toStrictEqual([]);
        expect(await operator.lifecycle.retry(processId)).toBe(false);
        store.clock.advance({ minutes: 10 });
        expect(await operator.lifecycle.failed()).toMatchObject([{ state: "waiting", processId, failures: [] }]);
        await Promise.all([store.timer.advance({ minutes: 5 }), running]);
        await operator.module.close();
    });

    test("is found without reading what is only planned", async () => {
        const world = await LifecycleWorld.create({ notifier: "none", remindersInDaysBeforeEnd: [] });
        for (let number = 0; number < 600; number++) await world.initiate(person(number), 30);
        const findDue = jest.spyOn(world.persistence, "findDue");
        expect(await world.lifecycle.failed()).toStrictEqual([]);
        const pages = await Promise.all(findDue.mock.results.map(async ({ value }) => await value));
        expect(pages.flat()).toStrictEqual([]);
    });
});

describe("The moment that a caller names", () => {
    test("may be a Date as well as a DateTime", async () => {
        const world = await LifecycleWorld.create({ notifier: "none", remindersInDaysBeforeEnd: [] });
        await world.initiate(alice, 1);
        await world.initiate(bob, 1);
        const end = "2026-11-24T10:00:00.000Z";
        const almost = new Date("2026-11-24T09:59:59.999Z");
        expect(await world.lifecycle.runDue(almost)).toMatchObject({ found: 0 });
        expect(await world.lifecycle.status(new Date(end))).toMatchObject({ due: 2, lagInMs: 0 });
        const [name] = await world.lifecycle.findDue(new Date(end), 1);
        expect(await world.lifecycle.run([name], new Date(end))).toMatchObject({ deleted: 1 });
        const inBerlin = DateTime.fromISO("2026-11-24T11:00:00.000+01:00", { zone: "Europe/Berlin" });
        expect(await world.lifecycle.runDue(inBerlin)).toMatchObject({ deleted: 1 });
    });

    test.each<[string, unknown, new () => Error]>([
        ["null", null, TypeError],
        ["a number", 0, TypeError],
        ["a text", "2026-11-24T10:00:00.000Z", TypeError],
        ["an invalid Date", new Date(NaN), RangeError],
        ["an invalid DateTime", DateTime.invalid("no"), RangeError],
        ["the year in which what is parked is due", new Date("9999-12-31T23:59:59.999Z"), RangeError],
        ["a year before 0000", new Date(-1e15), RangeError]
    ])("is refused in words where it is %s", async (_, now, kind) => {
        const { lifecycle } = await LifecycleWorld.create({ notifier: "none" });
        const moment = now as Date;
        const refusal = { name: kind.name, message: expect.stringMatching(/^now must be a/) };
        await expect(lifecycle.runDue(moment)).rejects.toMatchObject(refusal);
        await expect(lifecycle.findDue(moment)).rejects.toMatchObject(refusal);
        await expect(lifecycle.run([], moment)).rejects.toMatchObject(refusal);
        await expect(lifecycle.status(moment)).rejects.toMatchObject(refusal);
    });
});
