import { ErrorCode } from "../../src";
import { DocumentDatabasePersistence } from "../../src/adapters/docdb";
import type { StoredRecord } from "../../src/ports/PersistencePort";
import { alice, bob, createModule } from "../support/fixtures";
import { aRecord } from "../support/docdb/lokiJs";
import { MongoDbStandIn } from "../support/docdb/MongoDbStandIn";

const collectionName = "IdentityDeletionProcesses";

/** Shows what the driver is asked and how its answers are taken, by the real abstraction over a stand-in for the driver. */
describe(`${DocumentDatabasePersistence.name} over MongoDB's driver (a fake, no server)`, () => {
    let standIn: MongoDbStandIn;
    let persistence: DocumentDatabasePersistence;
    const record = aRecord(alice.address, "first");
    const collection = (): MongoDbStandIn["collection"] extends (name: string) => infer C ? C : never =>
        standIn.collection(collectionName);

    beforeEach(async () => {
        standIn = new MongoDbStandIn();
        persistence = DocumentDatabasePersistence.overMongoDb({ database: standIn.connect() });
        await persistence.open();
        standIn.calls.length = 0;
    });

    async function callsOf(work: () => Promise<unknown>): Promise<string[]> {
        standIn.calls.length = 0;
        await work();
        return [...standIn.calls];
    }

    test("lets one of 200 concurrent initiates from two processes succeed", async () => {
        const second = DocumentDatabasePersistence.overMongoDb({ database: standIn.connect() });
        const modules = [await createModule({ persistence }), await createModule({ persistence: second })];
        const results = await Promise.all(
            Array.from({ length: 200 }, (_, index) =>
                modules[index % 2].module.forIdentity(alice).identityDeletionProcesses.initiateIdentityDeletionProcess()
            )
        );
        expect(results.filter((result) => result.isSuccess)).toHaveLength(1);
        for (const result of results.filter(({ isError }) => isError)) {
            expect(result).toBeAnError(ErrorCode.activeIdentityDeletionProcessAlreadyExists);
        }
    });

    test("asks the driver for no more than it must", async () => {
        // The abstraction reads back what it has inserted.
        expect(await callsOf(() => persistence.insert(record))).toStrictEqual(["insertOne", "findOne"]);
        expect(await callsOf(() => persistence.findCurrent(alice.address))).toStrictEqual(["find"]);
        expect(await callsOf(() => persistence.findByLookup(record.lookup))).toStrictEqual(["find"]);
        expect(await callsOf(() => persistence.list(alice.address, record, 5))).toStrictEqual(["find"]);
        expect(await callsOf(() => persistence.findDue(record.dueAt!, 5))).toStrictEqual(["find"]);
        expect(await callsOf(() => persistence.scan("first", 5))).toStrictEqual(["find"]);
        expect(await callsOf(() => persistence.update({ ...record, revision: 2 }, 1))).toStrictEqual(["replaceOne"]);
        expect(await callsOf(() => persistence.delete(alice.address, record.key, 2))).toStrictEqual(["deleteMany"]);
    });

    test("keeps every unique field on every record, and data as text", async () => {
        await persistence.insert(aRecord(alice.address, "first", { dueAt: null, data: { $set: { "a.b": 1 } } }));
        await persistence.insert(aRecord(bob.address, "second", { dueAt: null, unsettled: true }));

        const [first, second] = collection().documents;
        for (const field of ["key", "slot", "lookup", "historyOrder", "dueOrder", "unsettledOrder"]) {
            expect(first[field]).toEqual(expect.any(String));
            expect(second[field]).not.toBe(first[field]);
        }
        expect(first.data).toBe('{"$set":{"a.b":1}}');
        expect((await persistence.findByLookup(`${alice.address}#first`))?.data).toStrictEqual({ $set: { "a.b": 1 } });
    });

    test("lists and finds what is due by code unit, though MongoDB orders by code point", async () => {
        const keys = ["a", "z", "\ud7ff", "\u{1f600}", "\u{10ffff}", "\ue000", "\uffff"];
        for (const key of [...keys].reverse()) await persistence.insert(aRecord(alice.address, key, { slot: key }));
        expect([...keys].sort()).toStrictEqual(keys);

        expect((await persistence.list(alice.address)).map(({ key }) => key)).toStrictEqual(keys);
        expect((await persistence.findDue(record.dueAt!, 100)).map(({ key }) => key)).toStrictEqual(keys);
        const behind = { createdAt: record.createdAt, key: "\u{1f600}" };
        expect((await persistence.list(alice.address, behind, 2)).map(({ key }) => key)).toStrictEqual(
            keys.slice(4, 6)
        );
    });

    test("takes an update that changes nothing as made, though the driver reports it like a stale one", async () => {
        await persistence.insert(record);
        await persistence.update(record, 1);
        await expect(persistence.update(record, 2)).rejects.toMatchObject({ kind: "staleRevision" });
        await expect(persistence.update(aRecord(alice.address, "none"), 1)).rejects.toMatchObject({ kind: "notFound" });
    });

    test.each([true, false])("tells violated indexes apart; the server sends the key pattern: %s", async (sends) => {
        standIn.sendsKeyPattern = sends;
        await persistence.insert(record);
        await persistence.insert(aRecord(bob.address, "second"));
        const refused: [Partial<StoredRecord>, string][] = [
            [{}, "slotTaken"],
            [{ slot: "third", lookup: record.lookup }, "duplicate"],
            [{ slot: "third", key: "first" }, "duplicate"],
            // MongoDB names the index over key, which it looks at first.
            [{ key: "second" }, "slotTaken"]
        ];
        for (const [changes, kind] of refused) {
            const cause = { code: 11000 };
            const rival = aRecord(alice.address, "third", changes);
            await expect(persistence.insert(rival)).rejects.toMatchObject({ kind, cause });
        }
    });

    test("says unavailable where a write may have arrived, and never takes it for a lost race", async () => {
        await persistence.insert(record);
        const lost = Object.assign(new Error("connection 5 to 127.0.0.1:27017 closed"), { name: "MongoNetworkError" });
        const calls: [string, () => Promise<unknown>][] = [
            ["insertOne", () => persistence.insert(aRecord(bob.address, "second"))],
            ["findOne", () => persistence.insert(aRecord(bob.address, "third"))],
            ["replaceOne", () => persistence.update({ ...record, revision: 2 }, 1)],
            ["deleteMany", () => persistence.delete(alice.address, "first", 1)],
            ["find", () => persistence.findCurrent(alice.address)],
            ["find", () => persistence.findByLookup(record.lookup)],
            ["find", () => persistence.list(alice.address)],
            ["find", () => persistence.findDue(record.dueAt!, 1)],
            ["find", () => persistence.scan(undefined, 1)],
            ["find", () => persistence.update({ ...record, revision: 9 }, 8)],
            ["find", () => persistence.delete(alice.address, "first", 8)],
            ["find", () => persistence.insert(aRecord(alice.address, "first"))]
        ];
        for (const [call, work] of calls) {
            standIn.failures.set(call, lost);
            await expect(work()).rejects.toMatchObject({ name: "PersistenceError", kind: "unavailable", cause: lost });
            expect(standIn.failures).toStrictEqual(new Map());
        }
    });

    test("says corrupt for data that is not JSON, and for a collection whose records exclude each other", async () => {
        await persistence.insert(record);
        collection().documents[0].data = "{";
        await expect(persistence.findByLookup(record.lookup)).rejects.toMatchObject({ kind: "corrupt" });
        collection().documents[0].data = "[]";
        await expect(persistence.findByLookup(record.lookup)).rejects.toMatchObject({ kind: "corrupt" });
        collection().documents[0].data = undefined;
        await expect(persistence.findCurrent(alice.address)).rejects.toMatchObject({ kind: "corrupt" });

        // Pages go on without it, and it can be removed.
        await persistence.insert(aRecord(bob.address, "second"));
        const { key, revision } = record;
        const entry = expect.objectContaining({ key, revision, unreadable: expect.any(String) });
        expect(await persistence.scan(undefined, 10)).toStrictEqual([entry, aRecord(bob.address, "second")]);
        expect(await persistence.list(alice.address)).toStrictEqual([entry]);
        await expect(persistence.delete(alice.address, key, revision + 1)).rejects.toMatchObject({
            kind: "staleRevision"
        });
        await persistence.delete(alice.address, key, revision);
        expect(await persistence.list(alice.address)).toStrictEqual([]);

        const other = "Other";
        standIn.collection(other).documents.push({ _id: 1, key: "same" }, { _id: 2, key: "same" });
        const store = DocumentDatabasePersistence.overMongoDb({ database: standIn.connect(), collectionName: other });
        await expect(store.open()).rejects.toMatchObject({ kind: "corrupt", cause: { code: 11000 } });
    });

    test("opens where another process notes the format at the same moment, and refuses a newer one", async () => {
        const fresh = new MongoDbStandIn();
        const notes = fresh.collection(`${collectionName}Format`);
        const duplicate = Object.assign(new Error("E11000"), { code: 11000 });
        fresh.failures.set("findOneAndReplace", duplicate);
        const store = DocumentDatabasePersistence.overMongoDb({ database: fresh.connect() });
        await expect(store.open()).rejects.toMatchObject({ kind: "unavailable", cause: duplicate });

        notes.documents.push({ _id: 1, name: "version", value: 2 });
        await store.open();
        notes.documents[0].value = 3;
        const late = DocumentDatabasePersistence.overMongoDb({ database: fresh.connect() });
        await expect(late.open()).rejects.toMatchObject({ kind: "newerVersion" });
    });

    test("claims durability only by the host's word", () => {
        const database = standIn.connect();
        expect(DocumentDatabasePersistence.overMongoDb({ database }).isDurable).toBe(false);
        expect(DocumentDatabasePersistence.overMongoDb({ database, writesAreDurable: true }).isDurable).toBe(true);
    });
});
