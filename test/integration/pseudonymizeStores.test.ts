import { LokiJsConnection } from "@js-soft/docdb-access-loki";
import { ErrorCode, type PersistencePort, type StoredRecord } from "../../src";
import { DocumentDatabasePersistence } from "../../src/adapters/docdb";
import { PostgresPersistence } from "../../src/adapters/postgres";
import { pseudonymize } from "../../src/pseudonymization";
import { alice, createModule } from "../support/fixtures";
import { PostgresServer } from "../support/PostgresServer";
import { dyingStore } from "../support/pseudonymization/DyingStore";
import { anotherKey, ourKey } from "../support/pseudonymization/keys";
import { allRecords } from "../support/pseudonymization/marks";
import { openedWith } from "../support/pseudonymization/openedWith";
import { whatCounts } from "../support/pseudonymization/whatCounts";
import { recordOf } from "../support/records";

let server: PostgresServer;
let numberOfSchemas = 0;
const connections: LokiJsConnection[] = [];

beforeAll(async () => {
    server = await PostgresServer.start();
}, 30_000);

afterAll(async () => {
    for (const connection of connections) await connection.close();
    await server.remove();
}, 30_000);

/** Each gives a way to connect to a new, empty database. */
const databases: [string, () => () => PersistencePort][] = [
    [
        "PostgreSQL",
        () => {
            const schema = `pseudonyms_${++numberOfSchemas}`;
            return () => PostgresPersistence.open({ ...server.config(), max: 4 }, { schema });
        }
    ],
    [
        "LokiJS",
        () => {
            const connection = LokiJsConnection.inMemory();
            connections.push(connection);
            return () => DocumentDatabasePersistence.overLokiJs({ connection, databaseName: "host" });
        }
    ]
];

function records(): StoredRecord[] {
    return Array.from({ length: 30 }, (_, index) => {
        const identity = { ...alice, address: `${alice.address}/${index >> 1}` };
        return recordOf(identity, {
            status: index % 2 === 0 ? "Cancelled" : "Active",
            createdAt: "2026-11-20T10:00:00.000Z"
        });
    });
}

async function worksOn<Value>(
    store: PersistencePort,
    work: (store: PersistencePort) => Promise<Value>
): Promise<Value> {
    await store.open();
    try {
        return await work(store);
    } finally {
        await store.close();
    }
}

describe.each(databases)("%s", (_, newDatabase) => {
    test("is used with one key, and with no other and not without", async () => {
        const connect = newDatabase();
        const create = async (pseudonymKey?: typeof ourKey): ReturnType<typeof createModule> =>
            await createModule({ persistence: connect(), pseudonymKey, lifecycle: "elsewhere" });
        const { module } = await create(ourKey);
        const { identityDeletionProcesses } = module.forIdentity(alice);
        expect(await identityDeletionProcesses.initiateIdentityDeletionProcess()).toBeSuccessful();
        for (const key of [anotherKey, undefined]) {
            await expect(create(key)).rejects.toMatchObject({ code: ErrorCode.pseudonymKeyIsWrong });
        }
        const other = await create(ourKey);
        expect(
            await other.module.forIdentity(alice).identityDeletionProcesses.cancelIdentityDeletionProcess()
        ).toBeSuccessful();
        await Promise.all([module.close(), other.module.close()]);
    });

    test("is marked once by any number of modules that begin at once", async () => {
        const connect = newDatabase();
        const stores = await Promise.all(Array.from({ length: 8 }, () => openedWith(connect(), ourKey)));
        expect(await stores[0].scan(undefined, 10)).toHaveLength(1);
        await Promise.all(stores.map((store) => store.close()));
    });

    test("is converted by several conversions at once, of which some are killed", async () => {
        const connect = newDatabase();
        const originals = records();
        await worksOn(connect(), async (store) => {
            for (const record of originals) await store.insert(record);
        });
        const expected = whatCounts(originals, originals, ourKey);
        for (const write of [0, 7, 20]) {
            const store = connect();
            const outcomes = await Promise.allSettled([
                pseudonymize(dyingStore(store, write, "after"), ourKey, { pageSize: 7 }),
                pseudonymize(dyingStore(connect(), write + 1, "before"), ourKey, { pageSize: 7 })
            ]);
            expect(outcomes.map(({ status }) => status)).toStrictEqual(["rejected", "rejected"]);
            await worksOn(connect(), async (store) => {
                expect(whatCounts(await allRecords(store), originals, ourKey)).toStrictEqual(expected);
            });
        }
        const outcomes = await Promise.all([pseudonymize(connect(), ourKey), pseudonymize(connect(), ourKey)]);
        expect(outcomes.every(({ closed }) => closed === 0)).toBe(true);
        const store = await openedWith(connect(), ourKey);
        const converted = await allRecords(store);
        expect(whatCounts(converted, originals, ourKey)).toStrictEqual(expected);
        expect(converted).toHaveLength(originals.length);
        expect(converted.filter(({ key }) => !key.endsWith("~"))).toStrictEqual([]);
        await store.close();
    });
});
