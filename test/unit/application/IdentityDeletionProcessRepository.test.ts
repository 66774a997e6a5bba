import { ErrorCode, type StoredRecord } from "../../../src";
import { IdentityDeletionProcessRepository } from "../../../src/application/IdentityDeletionProcessRepository";
import { LostRace } from "../../../src/application/records/lostRaces";
import { IdentityDeletionProcess } from "../../../src/domain/IdentityDeletionProcess";
import { emptyRecord } from "../../../src/domain/record/ProcessRecord";
import { alice, bob } from "../../support/fixtures";
import { recordOf, someProcessId } from "../../support/records";
import { workbench } from "../../support/useCases";
import { jsonOf } from "../../../src/domain/record/StoredRecord";

const anothersRecord = {
    code: ErrorCode.storeIsCorrupt,
    message: "The store answered with a record of another Identity."
};

describe(IdentityDeletionProcessRepository.name, () => {
    test("stores a process under a key of its own, and finds it again", async () => {
        const { controller, repository, store } = await workbench();
        const process = await controller.initiate();
        const [record] = await store.list(alice.address);
        expect(record.key).toMatch(/^[0-9a-z]{8}[A-Za-z0-9]{18}$/);
        expect(await repository.findById(process.id)).toStrictEqual(process);
        expect(await repository.findSlotHolder()).toStrictEqual({ process });
        expect(await repository.list()).toStrictEqual([process]);
        expect(await repository.findByKey(record.key)).toMatchObject({ process });
        expect(await repository.findByKey("another")).toBeUndefined();
    });

    test("finds nothing where there is nothing", async () => {
        const { repository } = await workbench([recordOf(bob, { status: "Active" })]);
        expect(await repository.findById(someProcessId())).toBeUndefined();
        expect(await repository.findSlotHolder()).toBeUndefined();
        expect(await repository.list()).toEqual([]);
    });

    test("writes under the revision that was read, or not at all", async () => {
        const { repository, bus } = await workbench([recordOf(alice, { status: "Active" })]);
        const [before] = await repository.current();
        const process = new IdentityDeletionProcess({ ...before.process!.properties, status: "Deleting" });
        const write = { kind: "update" as const, before, after: { ...before, process } };
        await repository.carryOut([write]);
        expect((await repository.findSlotHolder())?.process).toStrictEqual(process);
        await expect(repository.carryOut([write])).rejects.toThrow(LostRace);
        expect(bus.statuses).toEqual(["Deleting"]);
    });

    test("writes several times to one record in one decision, and tells of the open one last", async () => {
        const { repository, bus, store } = await workbench([recordOf(alice, { status: "Active" })]);
        const [before] = await repository.current();
        const cancelled = new IdentityDeletionProcess({ ...before.process!.properties, status: "Cancelled" });
        const next = new IdentityDeletionProcess({ id: someProcessId(), status: "Active" });
        const waiting = { ...emptyRecord("next", alice.address, alice.address), process: next, waitsForSlot: true };
        await repository.carryOut([
            { kind: "insert", after: waiting },
            { kind: "update", before, after: { ...before, process: cancelled } },
            { kind: "update", before: waiting, after: { ...waiting, waitsForSlot: false } }
        ]);
        expect(bus.statuses).toEqual(["Cancelled", "Active"]);
        expect(await store.findCurrent(alice.address)).toMatchObject([{ key: "next", revision: 2 }]);
    });

    test("tells of the open one last also where it was written first", async () => {
        const { repository, bus } = await workbench([recordOf(alice, { status: "Active" })]);
        const [before] = await repository.current();
        const deleting = new IdentityDeletionProcess({ ...before.process!.properties, status: "Deleting" });
        const closed = new IdentityDeletionProcess({ id: someProcessId(), status: "Cancelled" });
        await repository.carryOut([
            { kind: "update", before, after: { ...before, process: deleting } },
            { kind: "insert", after: { ...emptyRecord("closed", alice.address, alice.address), process: closed } }
        ]);
        expect(bus.statuses).toEqual(["Cancelled", "Deleting"]);
    });

    test("decides first as if there were nothing, where that is likely, and then by what there is", async () => {
        const { repository } = await workbench([recordOf(alice, { status: "Active" })]);
        const seen = async (optimistic: boolean): Promise<number[]> => {
            const numbers: number[] = [];
            await repository.change(
                (records) => {
                    numbers.push(records.length);
                    if (numbers.length === 1) throw new LostRace();
                    return { writes: [], value: undefined };
                },
                { optimistic }
            );
            return numbers;
        };
        expect(await seen(true)).toEqual([0, 1]);
        expect(await seen(false)).toEqual([1, 1]);
    });

    test("tells what was written before a write that lost its race", async () => {
        const { repository, bus } = await workbench([recordOf(alice, { status: "Active" })]);
        const [before] = await repository.current();
        const process = new IdentityDeletionProcess({ ...before.process!.properties, status: "Cancelled" });
        const stale = { ...before, key: "gone" };
        const writing = repository.carryOut([
            { kind: "update", before, after: { ...before, process } },
            { kind: "remove", record: stale }
        ]);
        await expect(writing).rejects.toThrow(LostRace);
        expect(bus.statuses).toEqual(["Cancelled"]);
    });

    test("takes as holder of the slot the one that holds it, not one that is merely unsettled", async () => {
        const unsettled = recordOf(alice, { status: "Cancelled" }, { unsettled: true });
        const holder = recordOf(alice, { status: "Active", createdAt: "2026-11-23T10:00:00.000Z" });
        const { repository, store } = await workbench([unsettled, holder]);
        expect(await store.findCurrent(alice.address)).toHaveLength(2);
        expect((await repository.findSlotHolder())?.process.properties).toStrictEqual(jsonOf(holder.data).process);
        await store.delete(alice.address, holder.key, 1);
        expect(await repository.findSlotHolder()).toBeUndefined();
    });

    test("lets no record of another Identity through, whatever the store answers", async () => {
        const bobs = recordOf(bob, { status: "Active" });
        const disguised: StoredRecord = { ...bobs, slot: alice.address };
        const { repository } = await workbench([], () => ({
            findCurrent: async () => await Promise.resolve([disguised]),
            findByLookup: async () => await Promise.resolve(bobs),
            list: async () => await Promise.resolve([recordOf(alice, { status: "Cancelled" }), bobs])
        }));
        await expect(repository.findSlotHolder()).rejects.toMatchObject(anothersRecord);
        await expect(repository.findById(someProcessId())).rejects.toMatchObject(anothersRecord);
        await expect(repository.list()).rejects.toMatchObject(anothersRecord);
    });

    test("calls a store corrupt, and not its authority changed, that answers with another's remote process", async () => {
        const bobs = recordOf(bob, { status: "Active" }, { slot: alice.address });
        const elsewhere = { ...bobs, data: { ...bobs.data, authority: "https://backbone.example" } };
        const findCurrent = async (): Promise<StoredRecord[]> => await Promise.resolve([elsewhere]);
        const { repository } = await workbench([], () => ({ findCurrent }));
        await expect(repository.findSlotHolder()).rejects.toMatchObject(anothersRecord);
    });

    test("asks the store for this Identity by name", async () => {
        const findCurrent = jest.fn(async () => await Promise.resolve([]));
        const findByLookup = jest.fn(async () => await Promise.resolve(undefined));
        const list = jest.fn(async () => await Promise.resolve([]));
        const { repository } = await workbench([], () => ({ findCurrent, findByLookup, list }));
        const id = someProcessId();
        await repository.findSlotHolder();
        await repository.findById(id);
        await repository.list();
        expect(findCurrent).toHaveBeenCalledWith(alice.address);
        expect(findByLookup).toHaveBeenCalledWith(`${alice.address}#${id}`);
        expect(list.mock.calls[0]?.slice(0, 1)).toEqual([alice.address]);
    });

    test("leaves a process alone that another authority has decided, until the host says what shall happen to it", async () => {
        const record = recordOf(alice, { status: "Active" });
        const elsewhere = { ...record, data: { ...record.data, authority: "https://backbone.example" } };
        const { repository } = await workbench([elsewhere]);
        await expect(repository.findSlotHolder()).rejects.toMatchObject({ code: ErrorCode.authorityHasChanged });
        expect(await repository.list()).toHaveLength(1);
    });

    test("lists processes, and not what is none yet", async () => {
        const intent = recordOf(alice, { status: "Active" }, { unsettled: true, data: { intents: [] } });
        const process = recordOf(alice, { status: "Cancelled" });
        const { repository } = await workbench([intent, process]);
        expect((await repository.list()).map(({ status }) => status)).toEqual(["Cancelled"]);
    });
});
