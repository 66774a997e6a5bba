import { ErrorCode, PersistenceError, type StoredRecord } from "../../../src";
import { jsonOf, type JsonObject } from "../../../src/domain/record/StoredRecord";
import { StopSignal } from "../../../src/lifecycle/run/StopSignal";
import { alice } from "../../support/fixtures";
import { deleter, LifecycleWorld, person, pseudonymKey } from "../../support/lifecycle/LifecycleWorld";
import { recordOf } from "../../support/records";

const endOfGracePeriod = "2026-12-07T10:00:00.000Z";

/** A deletion that is parked. Its id is returned with the world. */
async function withParked() {
    const fail = async (): Promise<void> => await Promise.reject(new Error("It fails."));
    const world = await LifecycleWorld.create({ deleters: [deleter("files", fail)], retry: { attempts: 1 } });
    const id = await world.initiate();
    world.clock.advance({ days: 14 });
    await world.lifecycle.runDue();
    return { world, id };
}

async function insertUnreadable(world: LifecycleWorld, number: number, changes: Partial<StoredRecord> = {}) {
    const identity = { ...alice, address: pseudonymKey.identityKeyOf(person(number).address) };
    const record = recordOf(identity, { status: "Active" }, { dueAt: endOfGracePeriod, data: { process: null } });
    await world.persistence.insert({ ...record, ...changes });
    return record.lookup.split("#")[1];
}

describe("What operators ask a lifecycle", () => {
    test("lists no more than the limit, what failed before what cannot be read", async () => {
        const { world, id } = await withParked();
        for (const number of [1, 2, 3]) await insertUnreadable(world, number);
        expect(await world.lifecycle.failed(3)).toMatchObject([
            { state: "parked", processId: id },
            { state: "unreadable" },
            { state: "unreadable" }
        ]);
        expect(await world.lifecycle.failed(1)).toMatchObject([{ state: "parked" }]);
        expect(await world.lifecycle.due()).toStrictEqual([]);

        const damaged = await LifecycleWorld.create();
        damaged.clock.advance({ days: 14 });
        for (const number of [1, 2, 3]) await insertUnreadable(damaged, number);
        expect(await damaged.lifecycle.failed(2)).toMatchObject([{ state: "unreadable" }, { state: "unreadable" }]);
    });

    test("lists a record of which nothing but its key can be read, and a parked one of unknown date", async () => {
        const { world } = await withParked();
        const damage = { key: "a".repeat(26), dueAt: endOfGracePeriod, unreadable: "It is damaged." };
        const findDue = world.persistence.findDue.bind(world.persistence);
        jest.spyOn(world.persistence, "findDue").mockImplementation(async (until, limit, after) => {
            const [first, ...others] = await findDue(until, limit, after);
            if (first === undefined) return after === undefined ? [damage] : [];
            const { lifecycle, ...data } = jsonOf((first as StoredRecord).data);
            const { parkedAt, ...deletion } = lifecycle as JsonObject;
            expect(parkedAt).toBe(endOfGracePeriod);
            return [{ ...(first as StoredRecord), data: { ...data, lifecycle: deletion } }, ...others];
        });
        expect(await world.lifecycle.failed()).toMatchObject([
            { state: "parked", parkedAt: "9999-12-31T23:59:59.999Z" },
            { state: "unreadable", key: damage.key, processId: undefined, reason: "It is damaged." }
        ]);
    });

    test("tries one again next to others that cannot be read, and says so only where that one cannot", async () => {
        const { world, id } = await withParked();
        const unreadable = await insertUnreadable(world, 1);
        expect(await world.lifecycle.retry("IDP0000000000000none")).toBe(false);
        expect(await world.lifecycle.retry(id)).toBe(true);
        await expect(world.lifecycle.retry(unreadable)).rejects.toMatchObject({ code: ErrorCode.storeIsCorrupt });
    });

    test("counts no deletion as tried again that another has made due first", async () => {
        const { world, id } = await withParked();
        const lost = new PersistenceError("staleRevision", "Another was faster.");
        const update = jest.spyOn(world.persistence, "update").mockRejectedValueOnce(lost);
        expect(await world.lifecycle.retry(id)).toBe(false);
        expect(update).toHaveBeenCalledTimes(1);
        expect(world.eventTypes).not.toContain("unparked");
        expect(await world.lifecycle.retryAll()).toBe(1);
    });

    test("takes a command whose process is not known for nothing that it could delete", async () => {
        const { world } = await withParked();
        await insertUnreadable(world, 1, { unsettled: true, data: { authority: "backbone", intents: [] } });
        const summary = await world.lifecycle.runDue();
        expect(summary).toMatchObject({ found: 0, unreadable: 1 });
        expect((await world.lifecycle.failed()).map(({ state }) => state)).toStrictEqual(["parked", "unreadable"]);
    });

    test("says of a handed-over position that it cannot be read, and does the rest", async () => {
        const world = await LifecycleWorld.create();
        await world.initiate();
        world.clock.advance({ days: 14 });
        const positions = await world.lifecycle.findDue();
        const [{ lookup }] = await world.records();
        await insertUnreadable(world, 1, { key: "z".repeat(26), slot: "z".repeat(26) });
        expect(lookup).toBeDefined();
        const all = [...positions, `${endOfGracePeriod}${"z".repeat(26)}`];
        expect(await world.lifecycle.run(all)).toMatchObject({ found: 1, unreadable: 1 });
    });
});

describe(StopSignal.name, () => {
    test("calls back at once who comes after the abort, and nobody who has left", () => {
        const signal = new StopSignal();
        const [early, gone, late] = [jest.fn(), jest.fn(), jest.fn()];
        signal.onAbort(early);
        signal.onAbort(gone)();
        signal.request();
        expect(early).not.toHaveBeenCalled();
        signal.abort();
        signal.onAbort(late);
        expect([early, gone, late].map((listener) => listener.mock.calls.length)).toStrictEqual([1, 0, 1]);
    });
});
