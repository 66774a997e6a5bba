import { ErrorCode, type JsonObject, PersistenceError, type PersistencePort, type StoredRecord } from "../../../../src";
import { requireReadable } from "../../../../src/ports/unreadableRecords";
import { InMemoryPersistence } from "../../../../src/adapters/memory";
import { findKeyMark, isKeyMark, nameOfKeyMark, newKeyMark } from "../../../../src/application/pseudonym/KeyMark";
import { openStore } from "../../../../src/application/pseudonym/openStore";
import type { Pseudonyms } from "../../../../src/application/pseudonym/Pseudonyms";
import { alice, bob } from "../../../support/fixtures";
import { anotherKey, ourKey } from "../../../support/pseudonymization/keys";
import { recordOf, storeWith, withMethods } from "../../../support/records";

const { pseudonymKeyIsWrong, storeIsNotConverted, storeIsCorrupt } = ErrorCode;

const plain = (): StoredRecord => recordOf(alice, { status: "Active" });
const marked = (key: Pseudonyms, isBeingConverted = false): StoredRecord => newKeyMark(key.id, { isBeingConverted });

function pseudonymous(): StoredRecord {
    const record = recordOf({ ...alice, address: ourKey.identityKeyOf(alice.address) }, { status: "Active" });
    return { ...record, data: { ...record.data, address: alice.address } };
}

async function refusal(opening: Promise<unknown>): Promise<Error & { code?: string }> {
    return await opening.then(
        () => new Error("It did not refuse."),
        (error: unknown) => error as Error
    );
}

async function all(store: PersistencePort): Promise<StoredRecord[]> {
    return requireReadable(await store.scan(undefined, 1000));
}

describe("The mark of a store that stands under a pseudonym key", () => {
    test("has a name that no address, no pseudonym and no key of a record can be", () => {
        expect(nameOfKeyMark.length).toBeGreaterThan(80);
        expect(nameOfKeyMark).toMatch(/^![\x20-\x7e]+$/);
        expect(isKeyMark(plain())).toBe(false);
    });

    test("is of no Identity, and never due", async () => {
        const store = await storeWith(marked(ourKey));
        expect(await store.findDue("9999-12-31T23:59:59.999Z", 10)).toStrictEqual([]);
        expect((await findKeyMark(store))?.id).toBe(ourKey.id);
    });

    test("is a record as any other, that says which key it is", async () => {
        const name = nameOfKeyMark;
        expect(newKeyMark("the key", { isBeingConverted: false })).toStrictEqual({
            ...{ key: name, identityKey: name, slot: name, lookup: `${name}#mark`, revision: 1, dueAt: null },
            ...{ createdAt: "0000-01-01T00:00:00.000Z", unsettled: false, data: { pseudonymKey: { id: "the key" } } }
        });
        expect(newKeyMark("the key", { isBeingConverted: true }).data).toStrictEqual({
            pseudonymKey: { id: "the key", isBeingConverted: true }
        });
    });

    test.each<JsonObject>([
        {},
        { pseudonymKey: { id: 1 } },
        { pseudonymKey: { id: ourKey.id, isBeingConverted: "no" } }
    ])("is corrupt where it holds %j", async (data) => {
        const thrown = await refusal(openStore(await storeWith({ ...marked(ourKey), data }), ourKey));
        expect(thrown.code).toBe(storeIsCorrupt);
        expect(thrown.message).toBe("The record that names the store's pseudonym key cannot be read.");
    });

    test("is found also behind records whose keys somebody has chosen to come first", async () => {
        const store = await storeWith(
            recordOf(bob, { status: "Cancelled" }, { key: " 1", slot: " 1" }),
            marked(ourKey)
        );
        await expect(openStore(store)).rejects.toMatchObject({ code: pseudonymKeyIsWrong });
        await expect(openStore(store, ourKey)).resolves.toBe(store);
    });
});

describe(openStore.name, () => {
    test.each<[string, StoredRecord[], Pseudonyms | undefined, string]>([
        ["an empty store with a key", [], ourKey, "opens"],
        ["an empty store without a key", [], undefined, "opens"],
        ["a store in use without a key", [plain()], undefined, "opens"],
        ["a store in use without a key, with one", [plain()], ourKey, storeIsNotConverted],
        ["a store with its key", [marked(ourKey), pseudonymous()], ourKey, "opens"],
        ["a store with another key", [marked(ourKey), pseudonymous()], anotherKey, pseudonymKeyIsWrong],
        ["a store that has a key, with none", [marked(ourKey), pseudonymous()], undefined, pseudonymKeyIsWrong],
        ["a store that was only marked, with another key", [marked(ourKey)], anotherKey, pseudonymKeyIsWrong],
        ["a store that is being converted, with its key", [marked(ourKey, true), plain()], ourKey, storeIsNotConverted],
        ["a store that is being converted, without", [marked(ourKey, true)], undefined, storeIsNotConverted],
        ["a mark that cannot be read", [{ ...marked(ourKey), data: {} }], ourKey, storeIsCorrupt]
    ])("%s", async (_, records, key, outcome) => {
        const store = await storeWith(...records);
        const close = jest.spyOn(store, "close");
        const before = await all(store);
        if (outcome === "opens") {
            await openStore(store, key);
            expect(close).not.toHaveBeenCalled();
        } else {
            await expect(openStore(store, key)).rejects.toMatchObject({ code: outcome });
            expect(close).toHaveBeenCalledTimes(1);
            await store.open();
        }
        // The first opening with a key is all that ever writes.
        const expected = records.length === 0 && key !== undefined ? [marked(key)] : before;
        expect(await all(store)).toStrictEqual(expected);
    });

    test.each<[string, StoredRecord, Pseudonyms | undefined]>([
        ["The store is used with a pseudonym key: give that key.", marked(ourKey), undefined],
        ["The store is used with another pseudonym key: give that one.", marked(ourKey), anotherKey],
        [
            "The store's conversion to a pseudonym key has not ended: run it again, with the same key.",
            marked(ourKey, true),
            ourKey
        ],
        ["The store was used without a pseudonym key: convert it first, or give no key.", plain(), ourKey]
    ])("says %j", async (message, record, key) => {
        expect((await refusal(openStore(await storeWith(record), key))).message).toBe(message);
    });

    test("costs a store in use one look, and then nothing: the very port is worked with", async () => {
        const store = await storeWith(plain());
        const scan = jest.spyOn(store, "scan");
        expect(await openStore(store)).toBe(store);
        expect(scan).toHaveBeenCalledTimes(1);
    });

    test("leaves nothing open where the store cannot be looked at, and says why", async () => {
        const thrown = new PersistenceError("unavailable", "gone");
        const store = new InMemoryPersistence();
        const close = jest.fn(async () => await Promise.reject(new Error("not this one")));
        const port = withMethods(store, { close, scan: async () => await Promise.reject(thrown) });
        await expect(openStore(port, ourKey)).rejects.toBe(thrown);
        expect(close).toHaveBeenCalledTimes(1);
    });

    test("lets two modules begin at once that have the same key", async () => {
        const store = new InMemoryPersistence();
        await Promise.all([openStore(store, ourKey), openStore(store, ourKey)]);
        expect(await all(store)).toStrictEqual([marked(ourKey)]);
    });

    test("lets one of two modules begin that have different keys", async () => {
        const store = new InMemoryPersistence();
        const ports = [withMethods(store, { close: async () => undefined }), store];
        const outcomes = await Promise.allSettled([openStore(ports[0], ourKey), openStore(ports[1], anotherKey)]);
        expect(outcomes.map(({ status }) => status).sort()).toStrictEqual(["fulfilled", "rejected"]);
        expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
            reason: { code: pseudonymKeyIsWrong }
        });
    });

    test("goes on where another with the same key has begun between two looks, and has written", async () => {
        const store = await storeWith(marked(ourKey), pseudonymous());
        const scan = jest.spyOn(store, "scan").mockResolvedValueOnce([]);
        await expect(openStore(store, ourKey)).resolves.toBe(store);
        expect(scan.mock.calls.length).toBeGreaterThan(1);
    });

    test.each([
        ["of another key", { identityKey: anotherKey.identityKeyOf(alice.address) }],
        ["that says no address", { data: { process: { id: "IDP00000000000000001", status: "Active" } } }]
    ])("does not take a record %s for one of its own", async (_, different) => {
        const store = await storeWith({ ...pseudonymous(), ...different });
        await expect(openStore(store, ourKey)).rejects.toMatchObject({ code: storeIsNotConverted });
    });

    test("takes a mark that is called a duplicate for that of another with the same key", async () => {
        const store = new InMemoryPersistence();
        const insert = async (mark: StoredRecord): Promise<void> => {
            await store.insert(mark);
            throw new PersistenceError("duplicate", "made by another");
        };
        const port = withMethods(store, { insert });
        await expect(openStore(port, ourKey)).resolves.toBe(port);
    });

    test("does not rely on a mark whose insert has failed, though it is there", async () => {
        const store = new InMemoryPersistence();
        const unknown = new PersistenceError("unavailable", "its outcome is not known");
        const insert = async (mark: StoredRecord): Promise<void> => {
            await store.insert(mark);
            throw unknown;
        };
        await expect(openStore(withMethods(store, { insert }), ourKey)).rejects.toBe(unknown);
    });

    test("passes on what an insert of the mark throws for any other reason", async () => {
        const store = new InMemoryPersistence();
        const full = new PersistenceError("unavailable", "full");
        const insert = async (): Promise<never> => await Promise.reject(full);
        await expect(openStore(withMethods(store, { insert }), ourKey)).rejects.toBe(full);
        const taken = new PersistenceError("slotTaken", "by nobody that can be seen");
        const lying = withMethods(store, { insert: async () => await Promise.reject(taken) });
        await expect(openStore(lying, ourKey)).rejects.toBe(taken);
    });
});

describe("A module without a key and one with a key that begin on one empty store", () => {
    test("the one without, whose first insert comes after the mark, takes it back", async () => {
        const store = new InMemoryPersistence();
        const without = await openStore(store);
        await openStore(store, ourKey);
        for (let time = 0; time < 2; time++) {
            await expect(without.insert(plain())).rejects.toMatchObject({ code: pseudonymKeyIsWrong });
        }
        expect(await all(store)).toStrictEqual([marked(ourKey)]);
    });

    test("the one with, whose mark comes after the first insert, takes it back", async () => {
        const store = new InMemoryPersistence();
        const without = await openStore(store);
        const record = plain();
        const insert = async (mark: StoredRecord): Promise<void> => {
            // In between the look and the mark of the one, the whole insert of the other.
            await without.insert(record);
            await store.insert(mark);
        };
        const close = async (): Promise<void> => undefined;
        await expect(openStore(withMethods(store, { insert, close }), ourKey)).rejects.toMatchObject({
            code: storeIsNotConverted
        });
        expect(await all(store)).toStrictEqual([record]);
        await without.insert(recordOf(bob, { status: "Active" }));
    });

    test("looks for the mark until the first insert, and no more", async () => {
        const store = new InMemoryPersistence();
        const without = await openStore(store);
        const scan = jest.spyOn(store, "scan");
        await without.insert(plain());
        await without.insert(recordOf(bob, { status: "Active" }));
        expect(scan).toHaveBeenCalledTimes(1);
    });

    test("everything else goes straight through", async () => {
        const store = new InMemoryPersistence();
        const without = await openStore(store);
        const record = plain();
        await without.insert(record);
        expect(without.isDurable).toBe(false);
        expect(await without.findCurrent(alice.address)).toStrictEqual([record]);
        expect(await without.findByLookup(record.lookup)).toStrictEqual(record);
        expect(await without.list(alice.address, undefined, 1)).toStrictEqual([record]);
        expect(await without.scan(undefined, 1)).toStrictEqual([record]);
        const due = { ...record, revision: 2, dueAt: "2026-11-23T10:00:00.000Z" };
        await without.update(due, 1);
        expect(await without.findDue("2026-11-23T10:00:00.000Z", 1)).toStrictEqual([due]);
        await without.delete(record.identityKey, record.key, 2);
        await without.close();
        await expect(store.list(alice.address)).rejects.toMatchObject({ kind: "unavailable" });
        await without.open();
        expect(await store.list(alice.address)).toStrictEqual([]);
    });
});
