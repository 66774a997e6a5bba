import { ErrorCode, type StoredRecord } from "../../../src";
import { CryptographicIdentifierSource } from "../../../src/adapters/local/CryptographicIdentifierSource";
import { IdentityDeletionProcessRepository } from "../../../src/application/IdentityDeletionProcessRepository";
import { IdentityDeletionProcess } from "../../../src/domain/IdentityDeletionProcess";
import { alice, bob } from "../../support/fixtures";
import { recordOf, someProcessId } from "../../support/records";
import { workbench } from "../../support/useCases";

const anothersRecord = {
    code: ErrorCode.storeIsCorrupt,
    message: "The store answered with a record of another Identity."
};

describe(IdentityDeletionProcessRepository.name, () => {
    test("stores a process under a key of its own, and finds it again", async () => {
        const { repository, store } = await workbench();
        const process = new IdentityDeletionProcess({ id: someProcessId(), status: "Active" });
        await repository.add(process);
        const [record] = await store.list(alice.address);
        expect(record.key).toMatch(/^[0-9a-z]{8}[A-Za-z0-9]{18}$/);
        expect(await repository.findById(process.id)).toStrictEqual(process);
        expect(await repository.findSlotHolder()).toStrictEqual({ process, record });
        expect(await repository.list()).toStrictEqual([process]);
    });

    test("stores a process with the date that the lifecycle plans, and tells the lifecycle once it is stored", async () => {
        const dueAt = "2026-11-30T10:00:00.000Z";
        const { store } = await workbench();
        const told: unknown[] = [];
        const repository = new IdentityDeletionProcessRepository(
            store,
            new CryptographicIdentifierSource(),
            alice.address,
            undefined,
            { firstLookAt: ({ id }) => (told.push(id), dueAt), stored: (stored) => told.push(stored) }
        );
        const process = new IdentityDeletionProcess({ id: someProcessId(), status: "Active" });
        const adding = repository.add(process);
        expect(told).toEqual([process.id]);
        await adding;
        expect(told).toEqual([process.id, dueAt]);
        expect(await store.list(alice.address)).toMatchObject([{ dueAt, data: { process: process.properties } }]);

        const another = new IdentityDeletionProcess({ id: someProcessId(), status: "Active" });
        await expect(repository.add(another)).rejects.toMatchObject({ kind: "slotTaken" });
        expect(told).toEqual([process.id, dueAt, another.id]);
    });

    test("finds nothing where there is nothing", async () => {
        const { repository } = await workbench([recordOf(bob, { status: "Active" })]);
        expect(await repository.findById(someProcessId())).toBeUndefined();
        expect(await repository.findSlotHolder()).toBeUndefined();
        expect(await repository.list()).toEqual([]);
    });

    test("replaces a process under the revision that was read", async () => {
        const { repository } = await workbench([recordOf(alice, { status: "Active" })]);
        const read = (await repository.findSlotHolder())!;
        const changed = new IdentityDeletionProcess({ ...read.process.properties, status: "Deleting" });
        await repository.replace(read, changed);
        expect((await repository.findSlotHolder())?.process).toStrictEqual(changed);
        await expect(repository.replace(read, changed)).rejects.toMatchObject({ kind: "staleRevision" });
    });

    test("takes as holder of the slot the one that holds it, not one that is merely unsettled", async () => {
        const unsettled = recordOf(alice, { status: "Cancelled" }, { unsettled: true });
        const holder = recordOf(alice, { status: "Active", createdAt: "2026-11-23T10:00:00.000Z" });
        const { repository, store } = await workbench([unsettled, holder]);
        expect(await store.findCurrent(alice.address)).toHaveLength(2);
        expect((await repository.findSlotHolder())?.record).toStrictEqual(holder);
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
