import { LokiJsConnection } from "@js-soft/docdb-access-loki";
import { ErrorCode } from "../../src";
import { requireReadable } from "../../src/ports/unreadableRecords";
import { DocumentDatabasePersistence, type DocumentDatabase } from "../../src/adapters/docdb";
import type { PersistencePort, StoredRecord } from "../../src/ports/PersistencePort";
import { alice, alicesTablet, bob, createModule } from "../support/fixtures";
import { aRecord, connectToFiles, makeFolder, removeFolder } from "../support/docdb/lokiJs";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { jsonOf } from "../../src/domain/record/StoredRecord";

type LokiJsDatabase = Awaited<ReturnType<LokiJsConnection["getDatabase"]>>;

const databaseName = "host";
const collectionName = "IdentityDeletionProcesses";

describe(`${DocumentDatabasePersistence.name} over LokiJS`, () => {
    let connection: LokiJsConnection;
    let database: LokiJsDatabase;
    let persistence: DocumentDatabasePersistence;

    beforeEach(async () => {
        connection = LokiJsConnection.inMemory();
        database = await connection.getDatabase(databaseName);
        persistence = DocumentDatabasePersistence.overLokiJs({ connection, databaseName });
    });

    afterEach(async () => {
        await persistence.close();
        await connection.close();
    });

    test("lets one of 200 concurrent initiates through the module succeed", async () => {
        const { module } = await createModule({ persistence });
        const facades = [alice, alicesTablet].map((identity) => module.forIdentity(identity).identityDeletionProcesses);

        const results = await Promise.all(
            Array.from({ length: 200 }, (_, index) => facades[index % 2].initiateIdentityDeletionProcess())
        );

        expect(results.filter((result) => result.isSuccess)).toHaveLength(1);
        for (const result of results.filter(({ isError }) => isError)) {
            expect(result).toBeAnError(ErrorCode.activeIdentityDeletionProcessAlreadyExists);
        }
    });

    test.each([
        ["indexed", (given: LokiJsDatabase): DocumentDatabase => given],
        ["hidden by a wrapper", withoutInnerCollection]
    ])("lets one of 200 concurrent initiates of two modules over one database succeed: %s", async (_, wrap) => {
        const shared = wrap(database);
        const modules = await Promise.all(
            [1, 2].map(() =>
                createModule({ persistence: DocumentDatabasePersistence.overLokiJs({ database: shared }) })
            )
        );
        const results = await Promise.all(
            Array.from({ length: 200 }, (_, index) =>
                modules[index % 2].module.forIdentity(alice).identityDeletionProcesses.initiateIdentityDeletionProcess()
            )
        );
        expect(results.filter((result) => result.isSuccess)).toHaveLength(1);
    });

    test("never gives or keeps an object that LokiJS shares", async () => {
        await persistence.open();
        const record = aRecord(alice.address, "first", { data: { process: { id: "first" }, list: [{ deep: 1 }] } });
        await persistence.insert(record);
        const stored = await liveDocument(database, "first");
        expect(stored.data).not.toBe(record.data);
        const before = structuredClone(stored);

        (jsonOf(record.data).process as { id: string }).id = "changed by the caller";
        const read = await Promise.all([
            persistence.findByLookup(record.lookup),
            persistence.findCurrent(alice.address).then(([found]) => found),
            persistence.list(alice.address).then((found) => requireReadable(found)[0])
        ]);
        for (const found of read) {
            (jsonOf(found!.data).list as { deep: number }[])[0].deep = 2;
            found!.revision = 99;
            expect(found).not.toHaveProperty("$loki");
            expect(found).not.toHaveProperty("meta");
        }

        expect(await liveDocument(database, "first")).toStrictEqual(before);
    });

    test("leaves LokiJS's indexes right after each refused write, which LokiJS itself does not", async () => {
        await persistence.open();
        const holder = aRecord(alice.address, "first");
        const past = aRecord(alice.address, "past", { slot: "past" });
        await persistence.insert(holder);
        await persistence.insert(past);

        const refused = aRecord(bob.address, "second", { lookup: holder.lookup });
        await expect(persistence.insert(refused)).rejects.toMatchObject({ kind: "duplicate" });
        const taking = { ...past, revision: 2, slot: holder.slot, lookup: "new" };
        await expect(persistence.update(taking, 1)).rejects.toMatchObject({ kind: "slotTaken" });

        await persistence.insert(aRecord(bob.address, "second"));
        await persistence.update({ ...past, revision: 2 }, 1);
        expect((await persistence.findCurrent(alice.address)).map(({ key }) => key)).toStrictEqual(["first"]);
        await expect(persistence.findByLookup("new")).resolves.toBeUndefined();
    });

    test("opens a database once for stores that are opened at the same moment", async () => {
        const asked: string[] = [];
        const counting = {
            getDatabase: async (name: string): Promise<DocumentDatabase> => {
                asked.push(name);
                return await connection.getDatabase(name);
            }
        };
        const stores = ["one", "one", "other"].map((name) =>
            DocumentDatabasePersistence.overLokiJs({ connection: counting, databaseName: name })
        );
        await Promise.all(stores.map((store) => store.open()));
        expect(asked).toStrictEqual(["one", "other"]);

        await stores[0].insert(aRecord(alice.address, "first"));
        await expect(stores[1].insert(aRecord(alice.address, "second"))).rejects.toMatchObject({ kind: "slotTaken" });
    });

    test("shows a process that older data calls Approved as Active and lets it be cancelled; a read writes nothing", async () => {
        await persistence.open();
        const id = "IDP0123456789abcdefg";
        const process = { id, status: "Approved", createdAt: "2026-11-20T10:00:00.000Z" };
        await persistence.insert(
            aRecord(alice.address, "old", { lookup: `${alice.address}#${id}`, data: { process } })
        );
        const { module } = await createModule({ persistence });
        const { identityDeletionProcesses } = module.forIdentity(alice);
        const before = structuredClone(await liveDocument(database, "old"));

        expect((await identityDeletionProcesses.getActiveIdentityDeletionProcess()).value.status).toBe("Active");
        expect((await identityDeletionProcesses.getIdentityDeletionProcess({ id })).value.status).toBe("Active");
        expect(await liveDocument(database, "old")).toStrictEqual(before);

        const [record] = await persistence.findCurrent(alice.address);
        expect(record.data).toStrictEqual({ process });
        expect(await identityDeletionProcesses.initiateIdentityDeletionProcess()).toBeAnError(
            ErrorCode.activeIdentityDeletionProcessAlreadyExists
        );
        const cancelled = await identityDeletionProcesses.cancelIdentityDeletionProcess();
        expect(cancelled.value.status).toBe("Cancelled");
    });

    describe("answers with a PersistenceError", () => {
        test("of kind unavailable before it is open, and where the connection fails, and opens when it can again", async () => {
            await expect(persistence.list(alice.address)).rejects.toMatchObject({ kind: "unavailable" });

            const cause = new Error("no database today");
            let fails = true;
            const failing = {
                getDatabase: async (): Promise<DocumentDatabase> => {
                    if (fails) throw cause;
                    return database;
                }
            };
            const store = DocumentDatabasePersistence.overLokiJs({ connection: failing, databaseName });
            await expect(store.open()).rejects.toMatchObject({ kind: "unavailable", cause });
            fails = false;
            await store.open();
            await expect(store.list(alice.address)).resolves.toStrictEqual([]);
        });

        test("of kind unavailable where it is told the wrong kind of database", async () => {
            const wrong = DocumentDatabasePersistence.overMongoDb({ database });
            await expect(wrong.open()).rejects.toMatchObject({
                kind: "unavailable",
                message: expect.stringContaining("overLokiJs")
            });
        });

        test("of kind newerVersion or corrupt where the store's format is not known", async () => {
            const map = await database.getMap(`${collectionName}Format`);
            await map.set("version", 3);
            await expect(persistence.open()).rejects.toMatchObject({ kind: "newerVersion" });
            await map.set("version", "two");
            await expect(
                DocumentDatabasePersistence.overLokiJs({ connection, databaseName }).open()
            ).rejects.toMatchObject({ kind: "corrupt" });
        });

        test("of kind corrupt where two stored documents share what is unique", async () => {
            const collection = await database.getCollection(collectionName);
            await collection.create({ ...aRecord(alice.address, "first") });
            await collection.create({ ...aRecord(alice.address, "second") });
            await expect(persistence.open()).rejects.toMatchObject({ kind: "corrupt" });
        });

        test.each<[string, Partial<Record<keyof StoredRecord, unknown>>]>([
            ["without an Identity", { slot: alice.address, identityKey: undefined, unsettled: true }],
            ["with a revision that is text", { revision: "1" }],
            ["with a due date that is a number", { dueAt: 1 }],
            ["without data", { data: null }]
        ])("of kind corrupt where a stored document is %s", async (_, changes) => {
            await persistence.open();
            const collection = await database.getCollection(collectionName);
            const record = aRecord(alice.address, "first");
            await collection.create({ ...record, ...changes });
            await expect(persistence.findByLookup(record.lookup)).rejects.toMatchObject({ kind: "corrupt" });
        });
    });

    test("refuses options that name no database or no collection, at once", () => {
        const { overLokiJs, overMongoDb } = DocumentDatabasePersistence;
        for (const create of [overLokiJs, overMongoDb]) {
            expect(() => create({ connection } as unknown as Parameters<typeof create>[0])).toThrow(TypeError);
            expect(() => create({} as unknown as Parameters<typeof create>[0])).toThrow(TypeError);
            expect(() => create({ database, collectionName: "" })).toThrow(TypeError);
        }
    });

    test("leaves the file as it is where it only reads", async () => {
        const folder = await makeFolder();
        try {
            const file = path.join(folder, `${databaseName}.db`);
            const first = connectToFiles(folder);
            await writeOneRecord(
                DocumentDatabasePersistence.overLokiJs({ connection: first.connection, databaseName })
            );
            await first.connection.close();
            const before = await fs.readFile(file, "utf8");

            const second = connectToFiles(folder);
            const port = DocumentDatabasePersistence.overLokiJs({ connection: second.connection, databaseName });
            await port.open();
            expect(await port.findCurrent(alice.address)).toHaveLength(1);
            await port.list(alice.address);
            await port.findDue("9999-12-31T23:59:59.999Z", 10);
            expect(await port.scan(undefined, 10)).toHaveLength(1);
            expect(second.loki().collections.map((collection) => collection as { dirty?: boolean })).not.toContainEqual(
                expect.objectContaining({ dirty: true })
            );
            await port.close();
            // LokiJS saves where something is dirty; and once more, with the time in it, when its connection is closed.
            expect(await fs.readFile(file, "utf8")).toBe(before);
            await second.connection.close();
        } finally {
            await removeFolder(folder);
        }
    });
});

async function writeOneRecord(port: PersistencePort): Promise<void> {
    await port.open();
    await port.insert(aRecord(alice.address, "first"));
    await port.close();
}

/** What LokiJS holds itself, not a copy. */
async function liveDocument(database: LokiJsDatabase, key: string): Promise<StoredRecord> {
    const collection = await database.getCollection(collectionName);
    return (await collection.findOne({ key })) as StoredRecord;
}

function withoutInnerCollection(database: LokiJsDatabase): DocumentDatabase {
    return {
        getMap: (name) => database.getMap(name),
        getCollection: async (name, uniqueIndexes) => {
            const inner = await database.getCollection(name, uniqueIndexes);
            return {
                databaseType: inner.databaseType,
                create: (document) => inner.create(document),
                update: (old, document) => inner.update(old, document),
                delete: (query) => inner.delete(query),
                find: (...query) => inner.find(...query)
            };
        }
    };
}
