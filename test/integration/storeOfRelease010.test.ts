import { requireReadable } from "../../src/ports/unreadableRecords";
import { join } from "node:path";
import { LokiJsConnection } from "@js-soft/docdb-access-loki";
import { ErrorCode, type PersistencePort, type StoredRecord } from "../../src";
import { DocumentDatabasePersistence } from "../../src/adapters/docdb";
import { PostgresPersistence } from "../../src/adapters/postgres";
import { SqlitePersistence } from "../../src/adapters/sqlite";
import { pseudonymize } from "../../src/pseudonymization";
import { alice, createModule } from "../support/fixtures";
import { PostgresServer } from "../support/PostgresServer";
import { ourKey } from "../support/pseudonymization/keys";
import { markOf, oldMarkOf } from "../support/pseudonymization/marks";
import { recordOf } from "../support/records";
import { changeFile, queryFile } from "../support/sqliteFiles";
import { inTemporaryDirectory } from "../support/temporaryDirectory";
import { jsonOf } from "../../src/domain/record/StoredRecord";

/** A database, and its version as release 0.1.0 looks for it: what it does not know, it does not open. */
interface Database {
    connect(): PersistencePort;
    makeOld(): Promise<void>;
    version(): Promise<unknown>;
    readonly versionOf: { readonly release010: unknown; readonly now: unknown };
}

let server: PostgresServer;
let numberOfSchemas = 0;
const connections: LokiJsConnection[] = [];

beforeAll(async () => void (server = await PostgresServer.start()), 30_000);
afterAll(async () => {
    for (const connection of connections) await connection.close();
    await server.remove();
}, 30_000);

const databases: [string, (folder: string) => Promise<Database>][] = [
    [
        "SQLite",
        async (folder) => {
            const file = join(folder, "identities.db");
            return {
                connect: () => SqlitePersistence.open(file),
                makeOld: async () => changeFile(file, "DELETE FROM identity_deletion_migration WHERE number > 1"),
                version: async () => queryFile(file, "SELECT max(number) AS last FROM identity_deletion_migration"),
                versionOf: { release010: [{ last: 1 }], now: [{ last: 2 }] }
            };
        }
    ],
    [
        "PostgreSQL",
        async () => {
            const schema = `release_010_${++numberOfSchemas}`;
            return {
                connect: () => PostgresPersistence.open(server.connectionString, { schema }),
                makeOld: async () => {
                    await server.query(`DELETE FROM ${schema}.migrations WHERE name > '002'`);
                },
                version: async () => await server.query(`SELECT max(name) AS last FROM ${schema}.migrations`),
                versionOf: { release010: [{ last: "001-records" }], now: [{ last: "002-store-mark" }] }
            };
        }
    ],
    [
        "LokiJS",
        async () => {
            const connection = LokiJsConnection.inMemory();
            connections.push(connection);
            const database = await connection.getDatabase("host");
            // A map knows only what it has itself read or written.
            const map = async (): ReturnType<typeof database.getMap> =>
                await database.getMap("IdentityDeletionProcessesFormat");
            return {
                connect: () => DocumentDatabasePersistence.overLokiJs({ database }),
                makeOld: async () => await (await map()).set("version", 1),
                version: async () => await (await map()).get("version"),
                versionOf: { release010: 1, now: 2 }
            };
        }
    ]
];

const plain = recordOf(alice, { status: "Active", gracePeriodEndsAt: "2026-12-04T10:00:00.000Z" });
const identityKey = ourKey.identityKeyOf(alice.address);
const process = jsonOf(plain.data).process as { id: string };
const pseudonymous: StoredRecord = {
    ...{ ...plain, identityKey, slot: identityKey, lookup: `${identityKey}#${process.id}` },
    data: { ...plain.data, address: alice.address }
};

async function content(database: Database): Promise<StoredRecord[]> {
    const store = database.connect();
    await store.open();
    const records = requireReadable(await store.scan(undefined, 10));
    await store.close();
    return records;
}

async function stored(database: Database, ...records: StoredRecord[]): Promise<void> {
    const store = database.connect();
    await store.open();
    for (const record of records) await store.insert(record);
    await store.close();
    await database.makeOld();
    expect(await database.version()).toStrictEqual(database.versionOf.release010);
}

describe.each(databases)("A store of release 0.1.0 in %s", (_, databaseIn) => {
    const inDatabase = async (work: (database: Database) => Promise<void>): Promise<void> =>
        await inTemporaryDirectory(async (folder) => await work(await databaseIn(folder)));

    test("without a key goes on, is marked, and is opened by that release no more", async () => {
        await inDatabase(async (database) => {
            await stored(database, plain);
            const { module } = await createModule({ persistence: database.connect(), lifecycle: "elsewhere" });
            const active = await module.forIdentity(alice).identityDeletionProcesses.getActiveIdentityDeletionProcess();
            expect(active.value.id).toBe(process.id);
            await module.close();
            expect(await database.version()).toStrictEqual(database.versionOf.now);
            expect(await content(database)).toStrictEqual([markOf(undefined), plain]);
        });
    });

    test("with a key goes on with that key alone, and its mark stays as it is", async () => {
        await inDatabase(async (database) => {
            await stored(database, oldMarkOf(ourKey), pseudonymous);
            const options = { lifecycle: "elsewhere" } as const;
            await expect(createModule({ ...options, persistence: database.connect() })).rejects.toMatchObject({
                code: ErrorCode.pseudonymKeyIsWrong
            });
            const persistence = database.connect();
            const { module } = await createModule({ ...options, persistence, pseudonymKey: ourKey });
            const active = await module.forIdentity(alice).identityDeletionProcesses.getActiveIdentityDeletionProcess();
            expect(active.value.id).toBe(process.id);
            await module.close();
            expect(await database.version()).toStrictEqual(database.versionOf.now);
            expect(await content(database)).toStrictEqual([oldMarkOf(ourKey), pseudonymous]);
        });
    });

    test("whose conversion that release has begun is converted to the end", async () => {
        await inDatabase(async (database) => {
            await stored(database, oldMarkOf(ourKey, true), plain);
            const options = { pseudonymKey: ourKey, lifecycle: "elsewhere" } as const;
            await expect(createModule({ ...options, persistence: database.connect() })).rejects.toMatchObject({
                code: ErrorCode.storeIsNotConverted
            });
            expect(await pseudonymize(database.connect(), ourKey)).toStrictEqual({ converted: 1, closed: 0 });
            const { module } = await createModule({ ...options, persistence: database.connect() });
            const active = await module.forIdentity(alice).identityDeletionProcesses.getActiveIdentityDeletionProcess();
            expect(active.value.id).toBe(process.id);
            await module.close();
        });
    });
});

describe("A PostgreSQL store of release 0.1.0 and the role for work", () => {
    test("waits for the migration, and says so", async () => {
        const [, databaseIn] = databases[1];
        const database = await databaseIn("");
        await stored(database, plain);
        const schema = `release_010_${numberOfSchemas}`;
        const atWork = (): PersistencePort =>
            PostgresPersistence.open(server.connectionString, { schema, migrate: false });
        await expect(atWork().open()).rejects.toMatchObject({ kind: "unavailable" });
        expect(await database.version()).toStrictEqual(database.versionOf.release010);

        const migration = database.connect();
        await migration.open();
        await migration.close();
        const { module } = await createModule({ persistence: atWork(), lifecycle: "elsewhere" });
        await module.close();
        expect(await content(database)).toStrictEqual([markOf(undefined), plain]);
    });
});
