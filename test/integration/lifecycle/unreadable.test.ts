import { LokiJsConnection } from "@js-soft/docdb-access-loki";
import { ErrorCode, isUnreadable, type PersistencePort, type StoredRecord } from "../../../src";
import { DocumentDatabasePersistence } from "../../../src/adapters/docdb";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { PostgresPersistence } from "../../../src/adapters/postgres";
import { SqlitePersistence } from "../../../src/adapters/sqlite";
import { exportRecords } from "../../../src/transfer";
import { alice, bob } from "../../support/fixtures";
import { LifecycleWorld, person, pseudonymKey } from "../../support/lifecycle/LifecycleWorld";
import { PostgresServer } from "../../support/PostgresServer";
import { changeFile } from "../../support/sqliteFiles";
import { inTemporaryDirectory } from "../../support/temporaryDirectory";

/** A store whose rows a test can break from outside, as a bad disk or a careless script does. */
interface BreakableStore {
    readonly persistence: PersistencePort;
    breakData(key: string): Promise<unknown>;
}

type WithStore = (test: (store: BreakableStore) => Promise<void>) => Promise<void>;

let server: PostgresServer;
let schemas = 0;

beforeAll(async () => {
    server = await PostgresServer.start();
}, 30_000);

afterAll(async () => await server.remove(), 30_000);

const onSqlite: WithStore = async (test) =>
    await inTemporaryDirectory(async (directory) => {
        const path = `${directory}/identities.db`;
        await test({
            persistence: SqlitePersistence.open(path),
            breakData: async (key) =>
                changeFile(path, `UPDATE identity_deletion_process SET data = '{"broken' WHERE key = '${key}'`)
        });
    });

const onPostgres: WithStore = async (test) => {
    const schema = `unreadable_${++schemas}`;
    await test({
        persistence: PostgresPersistence.open(server.config(), { schema }),
        // The server lets no text in that is no JSON; a value that is no object it takes.
        breakData: async (key) => await server.query(`UPDATE ${schema}.records SET data = '[]' WHERE key = '${key}'`)
    });
};

const onLokiJs: WithStore = async (test) => {
    const connection = LokiJsConnection.inMemory();
    const database = await connection.getDatabase("host");
    await test({
        persistence: DocumentDatabasePersistence.overLokiJs({ database }),
        breakData: async (key) => {
            const collection = await database.getCollection("IdentityDeletionProcesses");
            const [document] = (await collection.find({ key })) as Record<string, unknown>[];
            document.data = "broken";
        }
    });
    await connection.close();
};

async function keyOf(world: LifecycleWorld, identity: typeof alice): Promise<string> {
    const [{ key }] = await world.persistence.list(pseudonymKey.identityKeyOf(identity.address));
    return key;
}

describe.each<[string, WithStore]>([
    ["SQLite", onSqlite],
    ["PostgreSQL", onPostgres],
    ["LokiJS", onLokiJs]
])("An unreadable record in %s", (_, withStore) => {
    test("keeps nobody else from being deleted, at any limit, and is not touched", async () => {
        await withStore(async ({ persistence, breakData }) => {
            const world = await LifecycleWorld.create({ persistence, notifier: "none", remindersInDaysBeforeEnd: [] });
            for (let number = 0; number < 6; number++) await world.initiate(person(number), 1 + number / 1000);
            const broken = [await keyOf(world, person(0)), await keyOf(world, person(1))];
            for (const key of broken) await breakData(key);
            world.clock.advance({ days: 2 });

            expect(await world.lifecycle.runDue(undefined, 1)).toMatchObject({ found: 1, deleted: 1, unreadable: 2 });
            const names = await world.lifecycle.findDue(undefined, 2);
            expect(names).toHaveLength(2);
            expect(await world.lifecycle.run(names)).toMatchObject({ found: 2, deleted: 2 });
            expect(await world.lifecycle.runDue(undefined, 1)).toMatchObject({ found: 1, deleted: 1, unreadable: 2 });
            expect(world.deleted).toStrictEqual([2, 3, 4, 5].map((number) => person(number).address));

            const left = (await persistence.scan(undefined, 10)).filter(isUnreadable);
            expect(left.map(({ key, revision }) => [key, revision])).toStrictEqual(broken.map((key) => [key, 1]));
            await world.module.close();
        });
    });

    test("is counted apart and listed for operators; its own Identity is told, and no one else", async () => {
        await withStore(async ({ persistence, breakData }) => {
            const world = await LifecycleWorld.create({ persistence, notifier: "none", remindersInDaysBeforeEnd: [] });
            const processId = await world.initiate(alice, 1);
            const key = await keyOf(world, alice);
            await breakData(key);
            await world.initiate(bob, 3);
            world.clock.advance({ days: 2 });

            const nextDueAt = "2026-11-26T10:00:00.000Z";
            expect(await world.lifecycle.status()).toMatchObject({ due: 0, unreadable: 1, lagInMs: 0, nextDueAt });
            expect(await world.lifecycle.failed()).toMatchObject([{ state: "unreadable", key, processId }]);
            await expect(world.lifecycle.retry(processId)).rejects.toMatchObject({
                code: ErrorCode.storeIsCorrupt,
                message: expect.stringContaining(key)
            });
            const active = await world.of(alice).getActiveIdentityDeletionProcess();
            expect(active).toBeAnError(ErrorCode.storeIsCorrupt);
            expect(await world.of(alice).getIdentityDeletionProcesses()).toBeAnError(ErrorCode.storeIsCorrupt);
            expect(await world.of(bob).getActiveIdentityDeletionProcess()).toBeSuccessful();
            await world.module.close();
        });
    });

    test("of an older process goes with its Identity", async () => {
        await withStore(async ({ persistence, breakData }) => {
            const world = await LifecycleWorld.create({ persistence, notifier: "none", remindersInDaysBeforeEnd: [] });
            await world.initiate(alice, 1);
            expect(await world.of(alice).cancelIdentityDeletionProcess()).toBeSuccessful();
            await breakData(await keyOf(world, alice));
            world.clock.advance({ minutes: 1 });
            await world.initiate(alice, 1);
            world.clock.advance({ days: 1 });

            expect(await world.lifecycle.runDue()).toMatchObject({ deleted: 1 });
            const left = await world.records(alice);
            expect(left).toHaveLength(1);
            expect(left[0].data).toMatchObject({ process: { status: "Deleted" } });
            await world.module.close();
        });
    });

    test("makes an export fail at its end, by the keys of all of them, and without a trailer", async () => {
        await withStore(async ({ persistence, breakData }) => {
            const world = await LifecycleWorld.create({ persistence, notifier: "none" });
            for (let number = 0; number < 5; number++) await world.initiate(person(number), 1);
            const keys = [await keyOf(world, person(1)), await keyOf(world, person(3))].sort();
            for (const key of keys) await breakData(key);

            const lines: string[] = [];
            const exporting = (async () => {
                for await (const line of exportRecords(persistence, { pageSize: 2 })) lines.push(line);
            })();
            await expect(exporting).rejects.toMatchObject({ code: ErrorCode.storeIsCorrupt, place: { keys } });
            // The header, and the three that can be read.
            expect(lines).toHaveLength(4);
            expect(lines.some((line) => line.includes("sha256"))).toBe(false);
            await world.module.close();
        });
    });
});

/** An older record of Alice's that not even `delete` removes. */
function withStuckRecord(port: PersistencePort, key: () => string | undefined): PersistencePort {
    return new Proxy(port, {
        get(target, property) {
            const value: unknown = Reflect.get(target, property);
            if (property === "list") {
                return async (...args: Parameters<PersistencePort["list"]>) =>
                    (await target.list(...args)).map((entry) =>
                        entry.key === key()
                            ? { key: entry.key, createdAt: entry.createdAt, unreadable: "Its data is not JSON." }
                            : entry
                    );
            }
            return typeof value === "function" ? (value.bind(target) as unknown) : value;
        }
    });
}

describe("A deletion whose completion keeps failing", () => {
    async function stuckWorld(): Promise<{ world: LifecycleWorld; processId: string; repair: () => void }> {
        let stuck: string | undefined;
        const persistence = withStuckRecord(new InMemoryPersistence(), () => stuck);
        const world = await LifecycleWorld.create({
            persistence,
            remindersInDaysBeforeEnd: [],
            retry: { attempts: 3 }
        });
        await world.initiate(alice, 1);
        expect(await world.of(alice).cancelIdentityDeletionProcess()).toBeSuccessful();
        stuck = await keyOf(world, alice);
        world.clock.advance({ minutes: 1 });
        const processId = await world.initiate(alice, 1);
        world.clock.advance({ days: 1 });
        return { world, processId, repair: () => (stuck = undefined) };
    }

    test("is shown while it waits, parked after as many attempts as a deleter has, and completed after a retry", async () => {
        const { world, processId, repair } = await stuckWorld();
        for (let attempt = 1; attempt <= 2; attempt++) {
            expect(await world.lifecycle.runDue()).toMatchObject({ failed: 1, parked: 0 });
            expect(await world.lifecycle.failed()).toMatchObject([
                { state: "waiting", processId, failures: [{ step: "completion", reason: expect.any(String) }] }
            ]);
            world.clock.set((await world.lifecycle.status()).nextDueAt!);
        }
        expect(await world.lifecycle.runDue()).toMatchObject({ failed: 0, parked: 1 });
        expect(await world.lifecycle.failed()).toMatchObject([
            { state: "parked", processId, attempts: 3, failures: [{ step: "completion" }], done: ["files"] }
        ]);
        expect(world.eventTypes.filter((type) => type === "completionFailed")).toHaveLength(3);
        // Nobody is told that all is gone while something is left.
        expect(world.notifier.notices).toStrictEqual([]);

        repair();
        expect(await world.lifecycle.retry(processId)).toBe(true);
        expect(await world.lifecycle.runDue()).toMatchObject({ deleted: 1 });
        expect(world.notifier.notices).toHaveLength(1);
        expect(world.deleted).toStrictEqual([alice.address]);
    });

    test("hands over the final notice once it can be completed, however late that is", async () => {
        const { world, repair } = await stuckWorld();
        await world.lifecycle.runDue();
        world.clock.advance({ days: 3 });
        repair();
        expect(await world.lifecycle.runDue()).toMatchObject({ deleted: 1 });
        expect(world.notifier.notices).toHaveLength(1);
    });
});

describe("A record that names another Identity than its own", () => {
    test("is never acted upon, and is listed as unreadable", async () => {
        const world = await LifecycleWorld.create({ notifier: "none", remindersInDaysBeforeEnd: [] });
        await world.initiate(alice, 1);
        const [record] = await world.records(alice);
        const forged: StoredRecord = { ...record, revision: 2, data: { ...record.data, address: bob.address } };
        await world.persistence.update(forged, 1);
        world.clock.advance({ days: 1 });

        expect(await world.lifecycle.runDue()).toMatchObject({ found: 0, claimed: 0, unreadable: 1 });
        expect(world.deleted).toStrictEqual([]);
        expect(world.eventTypes).toStrictEqual(["unreadableRecord"]);
        expect(await world.lifecycle.failed()).toMatchObject([{ state: "unreadable", key: record.key }]);
        expect(await world.records(alice)).toStrictEqual([forged]);
    });
});
