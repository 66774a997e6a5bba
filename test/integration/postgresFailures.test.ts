import { Client, Pool } from "pg";
import { ErrorCode, IdentityDeletionModule, PersistenceError } from "../../src";
import { PostgresPersistence, type PostgresOptions, type PostgresPoolConfig } from "../../src/adapters/postgres";
import { alice, bob } from "../support/fixtures";
import { PostgresProxy } from "../support/PostgresProxy";
import { PostgresServer } from "../support/PostgresServer";
import { recordOf } from "../support/records";
import { kindOfRejection, persistenceErrorOf } from "../support/rejections";

const records = "identity_deletion.records";
const application = "under_test";
let server: PostgresServer;
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
    server = await PostgresServer.start();
    await (await opened()).close();
}, 30_000);

afterAll(async () => await server.remove(), 30_000);

afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
    await server.query(`DELETE FROM ${records}`);
});

async function opened(config?: PostgresPoolConfig, options?: PostgresOptions): Promise<PostgresPersistence> {
    const own = { ...server.config(), application_name: application, max: 1, ...config };
    const store = PostgresPersistence.open(own, options);
    await store.open();
    open.push(store);
    return store;
}

/** A transaction of somebody else that has run `sql`, and so holds the locks that it takes, until it commits. */
async function otherTransaction(sql: string): Promise<{ commit(): Promise<void> }> {
    const client = new Client(server.config());
    await client.connect();
    await client.query(`BEGIN; ${sql}`);
    return {
        commit: async () => {
            await client.query("COMMIT");
            await client.end();
        }
    };
}

/** Resolves when as many connections of the store wait for a lock. */
async function untilWaiting(count = 1): Promise<void> {
    const waiting = `SELECT FROM pg_stat_activity WHERE application_name = '${application}' AND wait_event_type = 'Lock'`;
    while ((await server.query(waiting)).length < count) continue;
}

async function terminateConnections(): Promise<void> {
    await server.query(
        `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = '${application}'`
    );
}

describe("A PostgreSQL store whose connections break", () => {
    test("goes on after its idle connections were closed", async () => {
        const store = await opened({ max: 4 });
        const record = recordOf(alice, { status: "Active" });
        await Promise.all([1, 2, 3, 4].map(async () => await store.findCurrent(alice.address)));
        await terminateConnections();
        expect(await store.findCurrent(alice.address)).toEqual([]);

        await terminateConnections();
        // The pool learns of it by an event; a read that is quicker is tried again, a write would not be.
        await store.findCurrent(alice.address);
        await store.insert(record);
        expect(await store.findCurrent(alice.address)).toEqual([record]);
    });

    test("retries a read whose connection broke", async () => {
        const store = await opened();
        const record = recordOf(alice, { status: "Active" });
        await store.insert(record);
        const other = await otherTransaction(`LOCK TABLE ${records}`);
        const read = store.findCurrent(alice.address);
        await untilWaiting();
        await terminateConnections();
        await other.commit();
        expect(await read).toEqual([record]);
    });

    test("does not retry a write whose connection broke, and says that its outcome is not known", async () => {
        const store = await opened();
        const other = await otherTransaction(`LOCK TABLE ${records}`);
        const write = persistenceErrorOf(store.insert(recordOf(alice, { status: "Active" })));
        await untilWaiting();
        await terminateConnections();
        await other.commit();

        const error = await write;
        expect(error.kind).toBe("unavailable");
        expect(error.message).toContain("not known");
        expect(error.cause).toMatchObject({ code: "57P01" });
        expect(await store.findCurrent(alice.address)).toEqual([]);
    });

    test("never takes its own record for another's when an answer is lost", async () => {
        const proxy = await PostgresProxy.before(server.socket);
        const store = await opened(proxy.config);
        const record = recordOf(alice, { status: "Active" });

        proxy.answersToLose = 1;
        const lostInsert = await persistenceErrorOf(store.insert(record));
        expect([lostInsert.kind, proxy.answersToLose]).toEqual(["unavailable", 0]);
        expect(await store.findCurrent(alice.address)).toEqual([record]);

        proxy.answersToLose = 1;
        const lostUpdate = await persistenceErrorOf(store.update({ ...record, revision: 2 }, 1));
        expect([lostUpdate.kind, lostUpdate.message]).toEqual(["unavailable", expect.stringContaining("not known")]);
        expect(await store.findCurrent(alice.address)).toEqual([{ ...record, revision: 2 }]);

        proxy.answersToLose = 1;
        expect(await store.findByLookup(record.lookup)).toEqual({ ...record, revision: 2 });

        proxy.answersToLose = 1;
        expect(await kindOfRejection(store.delete(alice.address, record.key, 2))).toBe("unavailable");
        expect(await store.findCurrent(alice.address)).toEqual([]);
        await proxy.close();
    });

    test("tells app code storeUnavailable, and then the truth", async () => {
        const proxy = await PostgresProxy.before(server.socket);
        const module = await IdentityDeletionModule.create({ persistence: PostgresPersistence.open(proxy.config) });
        open.push(module);
        const processes = module.forIdentity(alice).identityDeletionProcesses;
        proxy.answersToLose = 1;
        expect(await processes.initiateIdentityDeletionProcess()).toBeAnError(ErrorCode.storeUnavailable);
        expect(await processes.getActiveIdentityDeletionProcess()).toBeSuccessful();
        expect(await processes.initiateIdentityDeletionProcess()).toBeAnError(
            ErrorCode.activeIdentityDeletionProcessAlreadyExists
        );
        await proxy.close();
    });

    test("gives up within its bounds where no connection can be had, and has changed nothing", async () => {
        const proxy = await PostgresProxy.before(server.socket);
        const store = await opened(proxy.config, { retry: { attempts: 3, firstDelayInMs: 1 } });
        await proxy.close();
        // After a read the pool holds no broken connection any more, of which a write could not tell what became of it.
        expect(await kindOfRejection(store.findCurrent(alice.address))).toBe("unavailable");
        const error = await persistenceErrorOf(store.insert(recordOf(alice, { status: "Active" })));
        expect(error).toMatchObject({ kind: "unavailable", cause: { code: "ECONNREFUSED" } });
        expect(error.message).toContain("Nothing was changed");
    });

    test("tries as often as it may where no connection can be had", async () => {
        const real = new Pool({ ...server.config(), application_name: application });
        let refusals = 0;
        let attempts = 0;
        const flaky = {
            connect: async () => {
                attempts++;
                if (refusals-- > 0) throw Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
                return await real.connect();
            }
        };
        const store = PostgresPersistence.using(flaky, { retry: { attempts: 3, firstDelayInMs: 1 } });
        await store.open();

        [refusals, attempts] = [2, 0];
        await store.insert(recordOf(alice, { status: "Active" }));
        expect(attempts).toBe(3);
        [refusals, attempts] = [3, 0];
        expect(await kindOfRejection(store.insert(recordOf(bob, { status: "Active" })))).toBe("unavailable");
        expect(attempts).toBe(3);
        await real.end();
    });

    test("gives up a statement that takes too long", async () => {
        const store = await opened({}, { timeoutInMs: 200, retry: { attempts: 1 } });
        const other = await otherTransaction(`LOCK TABLE ${records}`);
        expect(await kindOfRejection(store.insert(recordOf(alice, { status: "Active" })))).toBe("unavailable");
        expect(await kindOfRejection(store.findCurrent(alice.address))).toBe("unavailable");
        await other.commit();
        expect(await store.list(bob.address)).toEqual([]);
    });
});

describe("A PostgreSQL store with other writers", () => {
    /** The other transaction changes the record between this one's beginning and its turn. */
    async function loseToAnother(options: PostgresOptions): Promise<string> {
        const store = await opened({ options: "-c default_transaction_isolation=serializable" }, options);
        const record = recordOf(alice, { status: "Active" });
        await store.insert(record);
        const other = await otherTransaction(`UPDATE ${records} SET revision = 2`);
        const update = kindOfRejection(store.update({ ...record, revision: 2 }, 1));
        await untilWaiting();
        await other.commit();
        return await update;
    }

    test("retries what PostgreSQL undid because it could not be serialized", async () => {
        expect(await loseToAnother({})).toBe("staleRevision");
    });

    test("says unavailable where it must not retry that", async () => {
        expect(await loseToAnother({ retry: { attempts: 1 } })).toBe("unavailable");
    });

    test.each(["read committed", "repeatable read", "serializable"])(
        "lets exactly one of many inserts into one slot win under %s",
        async (isolation) => {
            const escaped = isolation.replace(" ", "\\ ");
            const store = await opened({ max: 10, options: `-c default_transaction_isolation=${escaped}` });
            const inserts = Array.from({ length: 40 }, async () => {
                const insert = store.insert(recordOf(alice, { status: "Active" }));
                return await insert.then(() => "won", PersistenceError.kindOf);
            });
            const outcomes = await Promise.all(inserts);
            expect(outcomes.sort()).toEqual([...Array<string>(39).fill("slotTaken"), "won"]);
        }
    );
});

describe("A PostgreSQL store on connections that have become useless", () => {
    test.each([
        ["a server that became read-only, as a former primary does", "SET default_transaction_read_only = on"],
        ["a pooler that forgets prepared statements", "DEALLOCATE ALL"]
    ])("goes to another connection: %s", async (_, spoil) => {
        const pool = new Pool({ ...server.config(), max: 1 });
        const store = PostgresPersistence.using(pool);
        await store.open();
        await store.insert(recordOf(alice, { status: "Active" }));

        await pool.query(spoil);
        const record = recordOf(bob, { status: "Active" });
        await store.insert(record);
        expect(await store.findCurrent(bob.address)).toEqual([record]);
        await pool.end();
    });

    test("says unavailable where every server is read-only, and still reads", async () => {
        const store = await opened(
            { options: "-c default_transaction_read_only=on" },
            { retry: { firstDelayInMs: 1 } }
        );
        const error = await persistenceErrorOf(store.insert(recordOf(alice, { status: "Active" })));
        expect(error).toMatchObject({ kind: "unavailable", cause: { code: "25006" } });
        expect(error.message).toContain("Nothing was changed");
        expect(await store.findCurrent(alice.address)).toEqual([]);
    });
});
