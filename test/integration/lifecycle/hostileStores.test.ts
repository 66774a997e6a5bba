import { ErrorCode, type JsonValue, type StoredRecord } from "../../../src";
import { observers } from "../../../src/observability";
import { alice, bob } from "../../support/fixtures";
import { LifecycleWorld, person, pseudonymKey, WorldOptions } from "../../support/lifecycle/LifecycleWorld";
import { failingAt } from "../../support/lifecycle/failingAt";
import { settle } from "../../support/lifecycle/VirtualTimer";

const worlds: LifecycleWorld[] = [];

async function createWorld(options?: WorldOptions): Promise<LifecycleWorld> {
    const world = await LifecycleWorld.create({ notifier: "none", ...options });
    worlds.push(world);
    return world;
}

afterEach(async () => {
    await Promise.all(worlds.splice(0).map(({ module }) => module.close()));
});

async function insert(world: LifecycleWorld, key: string, changes: Partial<StoredRecord>): Promise<void> {
    const identityKey = pseudonymKey.identityKeyOf(key);
    await world.persistence.insert({
        key,
        identityKey,
        slot: identityKey,
        lookup: `${identityKey}#IDP00000000000000001`,
        revision: 1,
        createdAt: "2026-11-23T10:00:00.000Z",
        dueAt: "2026-11-23T10:00:00.000Z",
        unsettled: false,
        data: {},
        ...changes
    });
}

function fail(): never {
    throw new Error("no");
}

describe("A lifecycle", () => {
    test("passes over what cannot be read as ours, does not touch it, and works on the rest", async () => {
        const world = await createWorld();
        const process = { id: "IDP00000000000000001", status: "Active", gracePeriodEndsAt: "2026-11-23T10:00:00.000Z" };
        // The last one does not say whose it is: its deleters would find nothing, and call that done.
        const broken: StoredRecord["data"][] = [{}, { process: { id: 7, status: "Active" } }, { process }];
        for (const [index, data] of broken.entries()) await insert(world, `broken${index}`, { data });
        await world.initiate(alice, 1);
        world.clock.advance({ days: 1 });
        expect(await world.lifecycle.runDue()).toMatchObject({ found: 1, unreadable: 3, deleted: 1 });
        expect(await world.lifecycle.runDue()).toMatchObject({ found: 0, unreadable: 3 });
        const told = world.events.flatMap((event) => (event.type === "unreadableRecord" ? [event.key] : []));
        expect(told).toStrictEqual(["broken0", "broken1", "broken2"]);
        for (const [index, data] of broken.entries()) {
            const [record] = await world.persistence.list(pseudonymKey.identityKeyOf(`broken${index}`));
            expect(record).toMatchObject({ data, revision: 1, dueAt: "2026-11-23T10:00:00.000Z" });
        }
    });

    test("leaves alone what another authority has decided, and what is over, and looks no more", async () => {
        const world = await createWorld();
        const end = { gracePeriodEndsAt: "2026-11-20T10:00:00.000Z" };
        const datas: StoredRecord["data"][] = [
            { authority: "backbone", process: { id: "IDP00000000000000001", status: "Active", ...end } },
            { authority: "backbone", process: { id: "IDP00000000000000001", status: "Deleting", ...end } },
            { process: { id: "IDP00000000000000001", status: "Cancelled", ...end } },
            { process: { id: "IDP00000000000000001", status: "Postponed", ...end } }
        ];
        for (const [index, data] of datas.entries())
            await insert(world, `other${index}`, { data: { ...data, address: `other${index}` } });
        expect(await world.lifecycle.runDue()).toMatchObject({ found: 4, claimed: 0, deleted: 0 });
        expect(world.deleted).toStrictEqual([]);
        for (const [index, data] of datas.entries()) {
            const [record] = await world.persistence.list(pseudonymKey.identityKeyOf(`other${index}`));
            expect(record).toMatchObject({ data: { ...data, address: `other${index}` }, dueAt: null });
        }
    });

    test("takes the older name of active, a deletion that was begun elsewhere, and an unknown state of its own", async () => {
        const world = await createWorld();
        const process = { id: "IDP00000000000000001", gracePeriodEndsAt: "2026-11-23T10:00:00.000Z" };
        const lifecycles: (JsonValue | undefined)[] = [
            undefined,
            7,
            { done: "files", attempts: -1, failures: [7, { reason: 1 }], promised: [7] }
        ];
        await insert(world, "approved", { data: { address: "approved", process: { ...process, status: "Approved" } } });
        for (const [index, lifecycle] of lifecycles.entries()) {
            const data = { address: `deleting${index}`, process: { ...process, status: "Deleting" } };
            const state: StoredRecord["data"] = lifecycle === undefined ? {} : { lifecycle };
            await insert(world, `deleting${index}`, { data: { ...data, ...state } });
        }
        expect(await world.lifecycle.runDue()).toMatchObject({ found: 4, claimed: 4, deleted: 4 });
        expect(world.deleted.sort()).toStrictEqual(["approved", "deleting0", "deleting1", "deleting2"]);
    });

    test("says so where the store is away, and goes on later where it left off", async () => {
        const world = await createWorld();
        await world.initiate(alice, 1);
        const away = await createWorld({ persistence: failingAt(world.persistence, "findDue"), clock: world.clock });
        const code = ErrorCode.storeUnavailable;
        await expect(away.lifecycle.runDue()).rejects.toMatchObject({ code });
        await expect(away.lifecycle.findDue()).rejects.toMatchObject({ code });
        await expect(away.lifecycle.status()).rejects.toMatchObject({ code });
        await expect(away.lifecycle.failed()).rejects.toMatchObject({ code });
        await expect(away.lifecycle.retry("IDP00000000000000001")).rejects.toMatchObject({ code });

        world.clock.advance({ days: 1 });
        for (let call = 1; call <= 3; call++) {
            const persistence = failingAt(world.persistence, "update", call === 1 ? 1 : 2);
            const victim = await createWorld({ persistence, clock: world.clock });
            expect(await victim.lifecycle.runDue()).toMatchObject({ interrupted: 1, deleted: 0 });
            expect(victim.events).toContainEqual(
                expect.objectContaining({ type: "interrupted", errorName: "PersistenceError" })
            );
            world.clock.advance({ minutes: 10 });
        }
        expect(await world.lifecycle.runDue()).toMatchObject({ deleted: 1 });
    });

    test("answers storeUnavailable when its module is closed", async () => {
        const world = await createWorld();
        await world.module.close();
        await expect(world.lifecycle.runDue()).rejects.toMatchObject({ code: ErrorCode.storeUnavailable });
    });

    test("deletes nobody early when the clock is set back, or when it is told a moment of its own", async () => {
        const world = await createWorld({ remindersInDaysBeforeEnd: [] });
        await world.initiate(alice, 1);
        world.clock.advance({ days: 5 });
        expect((await world.lifecycle.runDue(world.at("2026-11-24T09:59:59.999Z"))).found).toBe(0);
        world.clock.advance({ days: -30 });
        expect((await world.lifecycle.runDue()).found).toBe(0);
        expect(await world.lifecycle.runDue(world.at("2026-11-24T10:00:00.000Z"))).toMatchObject({ deleted: 1 });
    });

    test("does not delete what a record that is due too early says, but what its grace period says", async () => {
        const world = await createWorld({ remindersInDaysBeforeEnd: [] });
        await world.initiate(alice, 10);
        const [record] = await world.records();
        await world.persistence.update({ ...record, dueAt: record.createdAt, revision: 2 }, 1);
        expect(await world.lifecycle.runDue()).toMatchObject({ found: 1, planned: 1, claimed: 0 });
        expect(await world.lifecycle.status()).toMatchObject({ nextDueAt: "2026-12-03T10:00:00.000Z" });
    });

    test.each([
        ["at once", (): never => fail()],
        ["later", async () => await Promise.resolve().then(fail)]
    ])("is not kept from its work by those who only listen and fail %s", async (_, listener) => {
        const world = await createWorld({
            // Hosts chain them like this.
            observer: observers({ observe: listener }, { observe: listener }),
            onError: listener,
            deleters: [{ name: "a", deleteIdentityData: () => Promise.reject(new Error("first")) }]
        });
        await world.initiate(alice, 1);
        world.clock.advance({ days: 1 });
        expect(await world.lifecycle.runDue()).toMatchObject({ failed: 1 });
        // A rejection that nobody catches would fail this test.
        await settle();
    });
});

describe("Names of due work", () => {
    test("are worked on by whoever gets them, once, and only while they are due", async () => {
        const world = await createWorld({ remindersInDaysBeforeEnd: [] });
        const other = await createWorld({ persistence: world.persistence, clock: world.clock });
        for (let number = 0; number < 5; number++) await world.initiate(person(number), 1);
        await world.initiate(bob, 2);
        world.clock.advance({ days: 1 });
        const names = await world.lifecycle.findDue();
        expect(names).toHaveLength(5);
        expect(await world.lifecycle.findDue(undefined, 2)).toStrictEqual(names.slice(0, 2));
        const [bobs] = await world.records(bob);

        const all = [...names, ...names, bobs.lookup, "unknown"];
        const [first, second] = await Promise.all([world.lifecycle.run(all), other.lifecycle.run(all)]);
        expect(first.deleted + second.deleted).toBe(5);
        expect(await world.lifecycle.run(all)).toMatchObject({ found: 0 });
        expect([...world.deleted, ...other.deleted].sort()).toStrictEqual(
            [0, 1, 2, 3, 4].map((number) => person(number).address)
        );
    });
});

describe("The status", () => {
    test("tells what is due, running, waiting and failed, since when, and what comes next", async () => {
        const world = await createWorld({ remindersInDaysBeforeEnd: [] });
        expect(await world.lifecycle.status()).toStrictEqual({
            due: 0,
            running: 0,
            retrying: 0,
            failed: 0,
            unreadable: 0,
            oldestDueAt: undefined,
            lagInMs: 0,
            nextDueAt: undefined
        });
        for (let number = 0; number < 1203; number++) await world.initiate(person(number), 1);
        await world.initiate(bob, 1.125);
        expect(await world.lifecycle.status()).toMatchObject({ due: 0, nextDueAt: "2026-11-24T10:00:00.000Z" });
        world.clock.advance({ days: 1, minutes: 1 });
        expect(await world.lifecycle.status()).toStrictEqual({
            due: 1203,
            running: 0,
            retrying: 0,
            failed: 0,
            unreadable: 0,
            oldestDueAt: "2026-11-24T10:00:00.000Z",
            lagInMs: 60_000,
            nextDueAt: "2026-11-24T10:00:00.000Z"
        });
    });

    test.each([0, -1, 1.5, NaN, Infinity, "7"])("refuses the limit %p", async (limit) => {
        const { lifecycle } = await createWorld();
        await expect(lifecycle.runDue(undefined, limit as number)).rejects.toThrow("whole number");
        await expect(lifecycle.failed(limit as number)).rejects.toThrow("whole number");
    });
});
