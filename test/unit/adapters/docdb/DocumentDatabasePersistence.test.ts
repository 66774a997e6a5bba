import { LokiJsConnection } from "@js-soft/docdb-access-loki";
import {
    type DocumentDatabase,
    DocumentDatabasePersistence,
    type LokiJsDatabase
} from "../../../../src/adapters/docdb";
import { recordOf } from "../../../../src/adapters/docdb/rows";
import type { JsonObject } from "../../../../src/ports/PersistencePort";
import { aRecord } from "../../../support/docdb/lokiJs";
import { alice, bob } from "../../../support/fixtures";

const collectionName = "IdentityDeletionProcesses";

/** LokiJS's own collection, as far as the tests break it. */
interface Inner {
    name: string;
    on(event: "delete", listener: () => void): void;
}

describe(DocumentDatabasePersistence.name, () => {
    let connection: LokiJsConnection;
    let database: DocumentDatabase;

    beforeEach(async () => {
        connection = LokiJsConnection.inMemory();
        database = await connection.getDatabase("host");
    });

    afterEach(async () => await connection.close());

    async function innerCollection(): Promise<Inner> {
        return ((await database.getCollection(collectionName)) as unknown as { collection: Inner }).collection;
    }

    /** As LokiJS shows itself, with `saveDatabase` as given. */
    async function loki(save: LokiJsDatabase["saveDatabase"], changes: object = {}): Promise<LokiJsDatabase> {
        const collections = [await innerCollection()];
        return { filename: "host", collections, persistenceAdapter: null, saveDatabase: save, ...changes };
    }

    test("stays closed where it is closed while it opens", async () => {
        const persistence = DocumentDatabasePersistence.overLokiJs({ database });
        const opening = persistence.open();
        await persistence.close();
        await opening;
        await expect(persistence.findDue("9", 1)).rejects.toMatchObject({ kind: "unavailable" });
        await persistence.open();
        await expect(persistence.findDue("9", 1)).resolves.toEqual([]);
    });

    test("lets a later opening be, where an earlier one fails after it", async () => {
        let failFirst = (_error: Error): void => undefined;
        const databases = [new Promise<DocumentDatabase>((_, reject) => (failFirst = reject)), database];
        const persistence = DocumentDatabasePersistence.overLokiJs({
            get connection() {
                // One connection for each opening: one that is asked twice at once is asked once.
                return { getDatabase: async () => await databases.shift()! };
            },
            databaseName: "host"
        });
        const first = persistence.open();
        await persistence.close();
        await persistence.open();
        failFirst(new Error("no database"));
        await expect(first).rejects.toMatchObject({ kind: "unavailable" });
        await expect(persistence.findDue("9", 1)).resolves.toEqual([]);
    });

    test.each([
        ["an error", new Error("disk full"), "disk full"],
        ["a text", "disk full", "disk full"]
    ])("says unavailable, with the cause, where Loki's save fails with %s", async (_, failure, message) => {
        const lokiDatabase = await loki((callback) => callback(failure));
        const persistence = DocumentDatabasePersistence.overLokiJs({ database, lokiDatabase });
        await persistence.open();
        await expect(persistence.insert(aRecord(alice.address, "first"))).rejects.toMatchObject({
            kind: "unavailable",
            cause: expect.objectContaining({ message })
        });
    });

    test.each([undefined, null])("takes a save that gives its callback %p as done", async (nothing) => {
        const lokiDatabase = await loki((callback) => callback(nothing));
        const persistence = DocumentDatabasePersistence.overLokiJs({ database, lokiDatabase });
        await persistence.open();
        await expect(persistence.insert(aRecord(alice.address, "first"))).resolves.toBeUndefined();
    });

    test.each<[string, unknown, string | undefined]>([
        ["nothing to read a file with", null, undefined],
        ["an adapter that cannot read", {}, undefined],
        ["no file", adapterThatReads(null), undefined],
        ["a file in order", adapterThatReads("{}"), undefined],
        ["a file that is cut short", adapterThatReads('{"collections":['), "corrupt"],
        ["a file that cannot be read", adapterThatReads(new Error("EIO")), "corrupt"]
    ])("looks, before it makes its collection, at what the Loki has: %s", async (_, persistenceAdapter, kind) => {
        const collections: unknown[] = [];
        const lokiDatabase = await loki((callback) => callback(), { collections, persistenceAdapter });
        const made: DocumentDatabase = {
            getMap: async (name) => await database.getMap(name),
            getCollection: async (name, uniqueFields) => {
                const collection = await database.getCollection(name, uniqueFields);
                collections.push((collection as unknown as { collection: Inner }).collection);
                return collection;
            }
        };
        const opening = DocumentDatabasePersistence.overLokiJs({ database: made, lokiDatabase }).open();
        if (kind === undefined) await expect(opening).resolves.toBeUndefined();
        else await expect(opening).rejects.toMatchObject({ kind });
        expect(collections).toHaveLength(kind === undefined ? 1 : 0);
    });

    test.each([
        ["lacks a method", (inner: object): unknown => Object.assign(Object.create(inner), { by: undefined })],
        ["is hidden", (): unknown => undefined],
        ["is null", (): unknown => null]
    ])("works by the abstraction alone where LokiJS's own collection %s", async (_, show) => {
        const wrapped: DocumentDatabase = {
            getMap: async (name) => await database.getMap(name),
            getCollection: async (name, uniqueFields) => {
                const collection = await database.getCollection(name, uniqueFields);
                return {
                    databaseType: collection.databaseType,
                    create: async (document) => await collection.create(document),
                    update: async (old, document) => await collection.update(old, document),
                    delete: async (query) => await collection.delete(query),
                    find: async (...query) => await collection.find(...query),
                    collection: show(await innerCollection())
                };
            }
        };
        const lokiDatabase = await loki((callback) => callback());
        const persistence = DocumentDatabasePersistence.overLokiJs({ database: wrapped, lokiDatabase });
        await persistence.open();
        const record = aRecord(alice.address, "first");
        await persistence.insert(record);
        expect(await persistence.findByLookup(record.lookup)).toStrictEqual(record);
        await expect(persistence.insert(aRecord(alice.address, "second"))).rejects.toMatchObject({ kind: "slotTaken" });
    });

    test("says unavailable where LokiJS could not remove a record, and shows the others", async () => {
        const persistence = DocumentDatabasePersistence.overLokiJs({ database });
        await persistence.open();
        const unsettled = { slot: "beside", unsettled: true };
        await persistence.insert(aRecord(alice.address, "first"));
        await persistence.insert(aRecord(alice.address, "beside", unsettled));
        (await innerCollection()).on("delete", () => {
            throw new Error("a listener of the host's fails");
        });
        await expect(persistence.delete(alice.address, "beside", 1)).rejects.toMatchObject({ kind: "unavailable" });
        expect((await persistence.findCurrent(alice.address)).map(({ key }) => key)).toStrictEqual(["first"]);
    });

    test("finds the unsettled records that are left when one of several is settled", async () => {
        const persistence = DocumentDatabasePersistence.overLokiJs({ database });
        await persistence.open();
        const records = ["one", "two"].map((key) => aRecord(alice.address, key, { slot: key, unsettled: true }));
        for (const record of records) await persistence.insert(record);
        await persistence.insert(aRecord(bob.address, "three", { unsettled: true }));

        await persistence.update({ ...records[0], revision: 2, unsettled: false }, 1);
        expect((await persistence.findCurrent(alice.address)).map(({ key }) => key)).toStrictEqual(["two"]);
        await persistence.delete(alice.address, "two", 1);
        expect(await persistence.findCurrent(alice.address)).toStrictEqual([]);
        expect(await persistence.findCurrent(bob.address)).toHaveLength(1);
    });
});

describe(recordOf.name, () => {
    const asItIs = (data: unknown): JsonObject => data as JsonObject;

    test.each([undefined, null, "a text", 7])("refuses %p as corrupt", (document) => {
        expect(() => recordOf(document, asItIs)).toThrow(expect.objectContaining({ kind: "corrupt" }));
    });

    test("leaves the database's own fields out", () => {
        const record = aRecord(alice.address, "first");
        expect(recordOf({ ...record, _id: "id", $loki: 1, meta: {} }, asItIs)).toStrictEqual(record);
    });

    test.each(Object.keys(aRecord("", "")).filter((field) => field !== "data"))("refuses one without %s", (field) => {
        const record = { ...aRecord(alice.address, "first"), [field]: undefined };
        expect(() => recordOf(record, asItIs)).toThrow(expect.objectContaining({ kind: "corrupt" }));
    });
});

function adapterThatReads(stored: unknown): object {
    return { loadDatabase: (_filename: string, callback: (stored: unknown) => void) => callback(stored) };
}
