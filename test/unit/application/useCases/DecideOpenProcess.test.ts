import type { IdentityContext, PersistencePort, StoredRecord } from "../../../../src";
import { requireReadable } from "../../../../src/ports/unreadableRecords";
import { ErrorCode } from "../../../../src";
import type { InMemoryPersistence } from "../../../../src/adapters/memory";
import { IdentityDeletionProcessRepository } from "../../../../src/application/IdentityDeletionProcessRepository";
import { EventPublisher } from "../../../../src/application/EventPublisher";
import { RunningCalls } from "../../../../src/application/RunningCalls";
import { DecideOpenProcessUseCase } from "../../../../src/application/useCases/DecideOpenProcess";
import { PersistenceError } from "../../../../src/ports/PersistenceError";
import { FixedClock } from "../../../../src/testing";
import { alice, alicesTablet, bob } from "../../../support/fixtures";
import { RecordingEventBus } from "../../../support/RecordingEventBus";
import { recordOf, storeWith, withMethods } from "../../../support/records";
import { jsonOf } from "../../../../src/domain/record/StoredRecord";

const active = {
    status: "Active",
    createdAt: "2026-11-20T10:00:00.000Z",
    gracePeriodEndsAt: "2026-12-04T10:00:00.000Z"
};
const authority = "https://backbone.example";

/** As a Backbone's process is kept; `data` next to it as given. */
function remote(process: Parameters<typeof recordOf>[1], changes: Partial<StoredRecord> = {}): StoredRecord {
    const record = recordOf(alice, process, changes);
    return { ...record, data: { authority, ...record.data } };
}

/** A command to initiate whose outcome nobody knows. */
function intent(): StoredRecord {
    const record = remote(active, { unsettled: true, dueAt: null });
    return { ...record, data: { authority, intents: [{ command: "initiate" }] } };
}

interface Bench {
    decide(decision: unknown): ReturnType<DecideOpenProcessUseCase["execute"]>;
    store: InMemoryPersistence;
    bus: RecordingEventBus;
}

async function benchOf(
    inCharge: "local" | "remote",
    records: StoredRecord[],
    replaced: (store: PersistencePort) => Partial<PersistencePort> = () => ({}),
    identity: IdentityContext = alice
): Promise<Bench> {
    const store = await storeWith(...records);
    const bus = new RecordingEventBus();
    const owner = { identityKey: identity.address, address: identity.address };
    const port = withMethods(store, replaced(store));
    const repository = new IdentityDeletionProcessRepository(port, new EventPublisher(bus), owner);
    const useCase = new DecideOpenProcessUseCase(new RunningCalls(), repository, {
        deviceId: identity.deviceId,
        clock: new FixedClock(),
        authority: inCharge
    });
    return { decide: async (decision) => await useCase.execute(decision), store, bus };
}

const cancelledNow = {
    status: "Cancelled",
    cancelledAt: "2026-11-23T10:00:00.000Z",
    cancelledByDevice: alice.deviceId
};

describe(DecideOpenProcessUseCase.name, () => {
    test.each([
        ["local", undefined, "decision must be close or takeOver."],
        ["local", "Close", "decision must be close or takeOver."],
        ["remote", null, "decision must be close: a Backbone takes over nothing."],
        ["remote", "takeOver", "decision must be close: a Backbone takes over nothing."]
    ] as const)(
        "refuses, where the authority is %s, the decision %p and changes nothing",
        async (now, word, message) => {
            const record = now === "local" ? remote(active) : recordOf(alice, active);
            const { decide, store } = await benchOf(now, [record]);
            const result = await decide(word);
            expect(result).toBeAnError(ErrorCode.invalidPropertyValue);
            expect(result.error.message).toBe(message);
            expect(await store.list(alice.address)).toStrictEqual([record]);
        }
    );

    test.each(["Active", "Approved", "Deleting"])(
        "closes a Backbone's process that is %s, and says so",
        async (status) => {
            const record = remote({ ...active, status });
            const { decide, store, bus } = await benchOf("local", [record]);
            const expected = { ...(jsonOf(record.data).process as object), ...cancelledNow };
            expect((await decide("close")).value).toStrictEqual(expected);
            expect(await store.list(alice.address)).toStrictEqual([
                {
                    ...record,
                    ...{ slot: record.key, revision: 2, dueAt: null },
                    data: { authority, closedByAbsence: true, process: expected }
                }
            ]);
            expect(bus.events.map(({ eventTargetAddress, data }) => [eventTargetAddress, data])).toStrictEqual([
                [alice.address, expected]
            ]);
        }
    );

    test("takes a Backbone's process over: as it is, now due, and without an event", async () => {
        const record = remote(active, { dueAt: null });
        const { decide, store, bus } = await benchOf("local", [record]);
        expect((await decide("takeOver")).value).toStrictEqual(jsonOf(record.data).process);
        expect(await store.list(alice.address)).toStrictEqual([
            {
                ...record,
                ...{ revision: 2, dueAt: active.createdAt },
                data: { process: jsonOf(record.data).process }
            }
        ]);
        expect(bus.events).toEqual([]);
        expect((await decide("takeOver")).value).toBeUndefined();
    });

    test.each(["close", "takeOver"])("asks the Backbone no more about what is decided with %s", async (decision) => {
        const record = remote(active, { unsettled: true });
        const marks = {
            isBeside: true,
            missingSince: "2026-11-22T10:00:00.000Z",
            shownOpenAt: "2026-11-21T10:00:00.000Z"
        };
        record.data = { ...record.data, intents: [{ command: "initiate" }], ...marks, kept: 1 };
        const { decide, store } = await benchOf("local", [record]);
        expect(await decide(decision)).toBeSuccessful();
        const [left] = requireReadable(await store.list(alice.address));
        expect(left.unsettled).toBe(false);
        for (const name of ["intents", ...Object.keys(marks)]) expect(left.data).not.toHaveProperty(name);
        expect(jsonOf(left.data).kept).toBe(1);
    });

    test.each(["close", "takeOver"])(
        "keeps the word of a person who has asked to cancel, whatever came of it: %s",
        async (decision) => {
            const record = remote(active, { unsettled: true });
            const cancellation = { requestedAt: "2026-11-22T10:00:00.000Z", device: alicesTablet.deviceId };
            record.data = { ...record.data, intents: [{ command: "cancel", ...cancellation }] };
            const { decide, store, bus } = await benchOf("local", [record]);
            expect((await decide(decision)).value).toMatchObject({
                status: "Cancelled",
                cancelledAt: cancellation.requestedAt,
                cancelledByDevice: cancellation.device
            });
            const [left] = await store.list(alice.address);
            expect(left).toMatchObject({ slot: left.key, dueAt: null, unsettled: false });
            expect(bus.statuses).toEqual(["Cancelled"]);
        }
    );

    test("takes over the one that holds the slot, after it has closed the one that waits next to it", async () => {
        const holder = remote(active);
        const beside = remote({ ...active, id: "IDPbeside00000000001" }, { slot: "beside", unsettled: true });
        beside.data = { ...beside.data, isBeside: true };
        const { decide, store, bus } = await benchOf("local", [holder, beside]);
        expect((await decide("takeOver")).value).toStrictEqual(jsonOf(holder.data).process);
        expect(bus.events.map(({ data }) => [data.id, data.status])).toEqual([["IDPbeside00000000001", "Cancelled"]]);
        expect(await store.findCurrent(alice.address)).toMatchObject([{ key: holder.key, unsettled: false }]);
    });

    test.each([1, 2])("can be told again to take over, where its write number %i failed", async (failing) => {
        const holder = remote(active);
        const beside = remote({ ...active, id: "IDPbeside00000000001" }, { slot: "beside", unsettled: true });
        beside.data = { ...beside.data, isBeside: true };
        let writes = 0;
        const { decide, store } = await benchOf("local", [holder, beside], (port) => ({
            update: async (record, revision) => {
                if (++writes === failing) throw new PersistenceError("unavailable", "gone");
                await port.update(record, revision);
            }
        }));
        expect(await decide("takeOver")).toBeAnError(ErrorCode.storeUnavailable);
        expect(await store.findCurrent(alice.address)).toContainEqual(holder);
        expect((await decide("takeOver")).value).toStrictEqual(jsonOf(holder.data).process);
        expect((await store.list(alice.address)).map(({ data }) => jsonOf(data).authority)).toEqual(
            expect.arrayContaining([undefined, authority])
        );
    });

    test("takes over the one that waits, where nothing holds the slot, and announces it", async () => {
        const waits = (id: string, end: string): StoredRecord => {
            const record = remote({ ...active, id, gracePeriodEndsAt: end }, { slot: id, unsettled: true });
            return { ...record, data: { ...record.data, isBeside: true } };
        };
        const sooner = waits("IDPsooner00000000001", "2026-12-01T10:00:00.000Z");
        const later = waits("IDPlater000000000001", "2026-12-02T10:00:00.000Z");
        const { decide, store, bus } = await benchOf("local", [later, sooner]);
        expect((await decide("takeOver")).value).toStrictEqual(jsonOf(later.data).process);
        expect(bus.events.map(({ data }) => [data.id, data.status])).toEqual([
            ["IDPsooner00000000001", "Cancelled"],
            ["IDPlater000000000001", "Active"]
        ]);
        expect(await store.findCurrent(alice.address)).toMatchObject([{ key: later.key, slot: alice.address }]);
    });

    test("closes the one that waits, where the module has started another since", async () => {
        const waits = remote({ ...active, id: "IDPbeside00000000001" }, { slot: "beside", unsettled: true });
        waits.data = { ...waits.data, isBeside: true };
        const own = recordOf(alice, active);
        const { decide, store } = await benchOf("local", [own, waits]);
        expect((await decide("takeOver")).value).toMatchObject({ id: "IDPbeside00000000001", status: "Cancelled" });
        expect(await store.findCurrent(alice.address)).toStrictEqual([own]);
    });

    test.each(
        (["local", "remote"] as const).flatMap((inCharge) =>
            (inCharge === "local" ? ["close", "takeOver"] : ["close"]).map((decision) => [inCharge, decision] as const)
        )
    )(
        "refuses, where the authority is %s, to %s a deletion that has begun, and says who finishes it",
        async (inCharge, decision) => {
            const record = recordOf(alice, { ...active, status: "Deleting" });
            record.data = { ...record.data, lifecycle: { promised: ["files", "mails"], done: ["files"] } };
            const { decide, store, bus } = await benchOf(inCharge, [record]);
            const result = await decide(decision);
            expect(result).toBeAnError(ErrorCode.deletionHasBegun);
            expect(result.error.message).toContain("lifecycle");
            expect(await store.list(alice.address)).toStrictEqual([record]);
            expect(bus.events).toEqual([]);
        }
    );

    test("closes, where a Backbone decides, the process that it no longer shows", async () => {
        const record = remote(active, { unsettled: true });
        record.data = { ...record.data, missingSince: "2026-11-22T10:00:00.000Z" };
        const { decide, store } = await benchOf("remote", [record]);
        expect((await decide("close")).value).toMatchObject(cancelledNow);
        expect((await store.list(alice.address))[0].data).toMatchObject({ authority, closedByAbsence: true });
    });

    test("removes a command whose outcome is not known, and answers with the process next to it", async () => {
        const process = remote(active, { slot: "beside", unsettled: true, createdAt: "2026-11-19T10:00:00.000Z" });
        const { decide, store } = await benchOf("local", [process, intent()]);
        expect((await decide("close")).value).toMatchObject(cancelledNow);
        expect((await store.list(alice.address)).map(({ key }) => key)).toEqual([process.key]);
    });

    // Deleting as an older Runtime's import brings it: no deleter has begun.
    test.each(["Active", "Deleting"])("closes, for a Backbone, the module's own process that is %s", async (status) => {
        const record = recordOf(alice, { ...active, status });
        const { decide, store, bus } = await benchOf("remote", [record]);
        expect((await decide("close")).value).toMatchObject(cancelledNow);
        const [left] = requireReadable(await store.list(alice.address));
        // No Backbone ever knew of it, so none has a word to say that would count more.
        expect(left.data).not.toHaveProperty("closedByAbsence");
        expect(bus.statuses).toEqual(["Cancelled"]);
    });

    test.each<["local" | "remote", string, StoredRecord[]]>([
        ["local", "none", []],
        ["local", "one of its own", [recordOf(alice, active)]],
        ["local", "one that is over", [remote({ ...active, status: "Cancelled" })]],
        ["local", "that the Identity is deleted", [remote({ ...active, status: "Deleted" })]],
        ["remote", "one of the Backbone's", [remote(active)]],
        ["remote", "that the Identity is deleted", [recordOf(alice, { status: "Deleted" })]]
    ])("decides nothing where the authority is %s and the store holds %s", async (inCharge, _what, records) => {
        const { decide, store, bus } = await benchOf(inCharge, records);
        const result = await decide("close");
        expect(result).toBeSuccessful();
        expect(result.value).toBeUndefined();
        expect(await store.list(alice.address)).toStrictEqual(records);
        expect(bus.events).toEqual([]);
    });

    test("leaves alone what a faulty store shows of another Identity", async () => {
        const hers = remote(active);
        const { decide, store } = await benchOf("local", [hers], () => ({ findCurrent: async () => [hers] }), bob);
        expect(await decide("close")).toBeAnError(ErrorCode.storeIsCorrupt);
        expect(await store.list(alice.address)).toStrictEqual([hers]);
    });

    test.each(["staleRevision", "notFound"] as const)("reads again where a write finds: %s", async (kind) => {
        const record = remote(active);
        let reads = 0;
        const { decide, store, bus } = await benchOf("local", [record], (port) => ({
            findCurrent: async (identityKey) => {
                const found = await port.findCurrent(identityKey);
                // Somebody else closes it between this read and the write.
                if (++reads === 1) await port.delete(alice.address, record.key, 1);
                return found;
            },
            update: async (next, revision) => {
                if (kind === "notFound") return await port.update(next, revision);
                throw new PersistenceError("staleRevision", "changed");
            }
        }));
        const result = await decide("close");
        expect(result).toBeSuccessful();
        expect(result.value).toBeUndefined();
        expect(reads).toBe(2);
        expect(bus.events).toEqual([]);
        expect(await store.list(alice.address)).toEqual([]);
    });

    test("gives up on a store that never means the revision that it gave", async () => {
        let attempts = 0;
        const { decide } = await benchOf("local", [remote(active)], () => ({
            update: async () => {
                attempts++;
                throw new PersistenceError("staleRevision", "changed");
            }
        }));
        const result = await decide("close");
        expect(result).toBeAnError(ErrorCode.storeIsCorrupt);
        expect(attempts).toBe(100);
    });

    test("passes on what else the store says, at once", async () => {
        let attempts = 0;
        const { decide, bus } = await benchOf("local", [remote(active)], () => ({
            update: async () => {
                attempts++;
                throw new PersistenceError("unavailable", "gone");
            }
        }));
        expect(await decide("close")).toBeAnError(ErrorCode.storeUnavailable);
        expect(attempts).toBe(1);
        expect(bus.events).toEqual([]);
    });
});
