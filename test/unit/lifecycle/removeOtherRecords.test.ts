import { ErrorCode, type PersistencePort, type StoredRecord } from "../../../src";
import { removeOtherRecords } from "../../../src/lifecycle/deletion/removeOtherRecords";
import { alice, bob } from "../../support/fixtures";
import { recordOf, storeWith, withMethods } from "../../support/records";

const kept = recordOf(alice, { status: "Deleted", createdAt: "2026-11-03T10:00:00.000Z" });
const first = recordOf(alice, { status: "Cancelled", createdAt: "2026-11-01T10:00:00.000Z" });
const second = recordOf(alice, { status: "Cancelled", createdAt: "2026-11-02T10:00:00.000Z" });

async function left(store: PersistencePort): Promise<string[]> {
    return (await store.scan(undefined, 100)).map(({ key }) => key);
}

/** What is listed of the first record is changed on the way. */
function answering(store: PersistencePort, changed: (record: StoredRecord) => object): PersistencePort {
    return withMethods(store, {
        list: async (...call) =>
            (await store.list(...call)).map((each) => (each.key === first.key ? changed(first) : each) as StoredRecord)
    });
}

describe(removeOtherRecords.name, () => {
    test("leaves the tombstone alone", async () => {
        const store = await storeWith(kept, first, second);
        await removeOtherRecords(store, kept);
        expect(await left(store)).toStrictEqual([kept.key]);
    });

    test("leaves a record of another Identity that a faulty store answers with", async () => {
        const store = await storeWith(kept, first, second);
        const faulty = answering(store, (record) => ({ ...record, identityKey: bob.address }));
        await removeOtherRecords(faulty, kept);
        expect((await left(store)).sort()).toStrictEqual([first.key, kept.key].sort());
    });

    test("removes the others first where one does not say whose it is, then says that the store is damaged", async () => {
        const store = await storeWith(kept, first, second);
        const damaged = answering(store, ({ createdAt, key }) => ({ createdAt, key, unreadable: "It is damaged." }));
        await expect(removeOtherRecords(damaged, kept)).rejects.toMatchObject({
            message: expect.stringContaining("It is damaged.")
        });
        expect((await left(store)).sort()).toStrictEqual([first.key, kept.key].sort());
    });

    test("does not go round where the last of a page does not say when it was created", async () => {
        const store = await storeWith(first);
        const damaged = answering(store, ({ identityKey, revision, key }) => {
            return { identityKey, revision, key, unreadable: "It is damaged." };
        });
        await expect(removeOtherRecords(damaged, kept)).rejects.toMatchObject({ code: ErrorCode.storeIsCorrupt });
    });

    test("gives up on records that are added as fast as they are removed", async () => {
        const store = await storeWith(kept, first);
        const restless = withMethods(store, {
            delete: async (...call) => {
                await store.delete(...call);
                await store.insert(recordOf(alice, { status: "Cancelled" }));
            }
        });
        await expect(removeOtherRecords(restless, kept)).rejects.toThrow("as fast as they are removed");
    });
});
