import { Pool, types } from "pg";
import { IdentityDeletionModule } from "../../src";
import { PostgresPersistence } from "../../src/adapters/postgres";
import { alice, bob } from "../support/fixtures";
import { PostgresProxy } from "../support/PostgresProxy";
import { PostgresServer } from "../support/PostgresServer";
import { recordOf } from "../support/records";
import { kindOfRejection, persistenceErrorOf } from "../support/rejections";

const schema = "identity_deletion";
let server: PostgresServer;
let store: PostgresPersistence;

beforeAll(async () => {
    server = await PostgresServer.start();
}, 30_000);

afterAll(async () => await server.remove(), 30_000);

beforeEach(async () => {
    store = PostgresPersistence.open({ ...server.config(), max: 2 });
    await store.open();
});

afterEach(async () => {
    await store.close();
    await server.query(`DROP SCHEMA ${schema} CASCADE`);
});

describe("The statements of a PostgreSQL store", () => {
    test("take one round trip for initiate, get active and get, and two for cancel", async () => {
        // A store that is in use. The very first record of all costs one look more: whether a host with a pseudonym key came.
        await store.insert(recordOf(bob, { status: "Active" }));
        const proxy = await PostgresProxy.before(server.socket);
        const persistence = PostgresPersistence.open({ ...proxy.config, max: 1 });
        const module = await IdentityDeletionModule.create({ persistence });
        const processes = module.forIdentity(alice).identityDeletionProcesses;
        const roundTripsOf = async (call: () => Promise<unknown>): Promise<number> => {
            const before = proxy.roundTrips;
            await call();
            return proxy.roundTrips - before;
        };

        try {
            // The first time each statement is parsed as well, within the same round trip.
            for (const time of ["first", "second"]) {
                expect([time, await roundTripsOf(() => processes.initiateIdentityDeletionProcess())]).toEqual([
                    time,
                    1
                ]);
                const { id } = (await processes.getActiveIdentityDeletionProcess()).value;
                expect(await roundTripsOf(() => processes.getActiveIdentityDeletionProcess())).toBe(1);
                expect(await roundTripsOf(() => processes.getIdentityDeletionProcess({ id }))).toBe(1);
                expect(await roundTripsOf(() => processes.getIdentityDeletionProcesses())).toBe(1);
                expect(await roundTripsOf(() => processes.cancelIdentityDeletionProcess())).toBe(2);
                expect(await roundTripsOf(() => processes.getActiveIdentityDeletionProcess())).toBe(1);
            }
            expect(proxy.connections).toBe(1);
        } finally {
            await module.close();
            await proxy.close();
        }
    });

    test("say slotTaken where the slot and more are taken, whichever index is older", async () => {
        const records = `${schema}.records`;
        await server.query(`ALTER TABLE ${records} DROP CONSTRAINT records_slot;
            ALTER TABLE ${records} ADD CONSTRAINT records_slot UNIQUE (slot)`);
        const holder = recordOf(alice, { status: "Active" });
        const other = recordOf(bob, { status: "Active" });
        await store.insert(holder);
        await store.insert(other);

        expect(await kindOfRejection(store.insert(holder))).toBe("slotTaken");
        const { slot, lookup } = holder;
        expect(await kindOfRejection(store.update({ ...other, revision: 2, slot, lookup }, 1))).toBe("slotTaken");
        expect(await kindOfRejection(store.update({ ...other, revision: 2, lookup }, 1))).toBe("duplicate");
        expect(await store.findByLookup(other.lookup)).toEqual(other);
    });

    test("make each change durable where the host has turned that off, and leave its session as it was", async () => {
        await server.query(`CREATE TABLE ${schema}.seen (setting text);
            CREATE FUNCTION ${schema}.see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                INSERT INTO ${schema}.seen VALUES (current_setting('synchronous_commit')); RETURN NULL; END $$;
            CREATE TRIGGER see AFTER INSERT OR UPDATE OR DELETE ON ${schema}.records
                FOR EACH ROW EXECUTE FUNCTION ${schema}.see()`);
        const seen = async (setting: string): Promise<unknown[]> => {
            const pool = new Pool({ ...server.config(), max: 1, options: `-c synchronous_commit=${setting}` });
            const persistence = PostgresPersistence.using(pool);
            await persistence.open();
            const record = recordOf(alice, { status: "Active" });
            await persistence.insert(record);
            await persistence.update({ ...record, revision: 2 }, 1);
            await persistence.delete(alice.address, record.key, 2);
            expect((await pool.query("SHOW synchronous_commit")).rows).toEqual([{ synchronous_commit: setting }]);
            await pool.end();
            return (await server.query<{ setting: string }>(`DELETE FROM ${schema}.seen RETURNING setting`)).map(
                (row) => row.setting
            );
        };
        expect(await seen("off")).toEqual(["on", "on", "on"]);
        expect(await seen("remote_apply")).toEqual(["remote_apply", "remote_apply", "remote_apply"]);
    });

    test.each([
        ["NUL", "a\0b"],
        ["half of a surrogate pair", "a\ud800b"]
    ])("keep no text with %s, say so, and find nothing by it", async (_, text) => {
        const stored = recordOf(alice, { status: "Active" });
        await store.insert(stored);
        for (const field of ["key", "identityKey", "slot", "lookup", "createdAt", "dueAt"] as const) {
            const error = await persistenceErrorOf(
                store.insert({ ...recordOf(bob, { status: "Active" }), [field]: text })
            );
            expect([field, error.kind]).toEqual([field, "unavailable"]);
            expect(error.message).toContain("cannot keep a text");
        }
        expect(await kindOfRejection(store.update({ ...stored, revision: 2, lookup: text }, 1))).toBe("unavailable");
        expect(await kindOfRejection(store.update({ ...stored, revision: 2, identityKey: text }, 1))).toBe("notFound");
        expect(await kindOfRejection(store.delete(alice.address, text, 1))).toBe("notFound");
        expect(await store.findCurrent(text)).toEqual([]);
        expect(await store.findByLookup(text)).toBeUndefined();
        expect(await store.list(text)).toEqual([]);
        expect(await store.findCurrent(alice.address)).toEqual([stored]);
    });

    test("keep such text within data", async () => {
        const record = recordOf(alice, { status: "Active" }, { data: { "a\0b": "\0", half: "\ud800" } });
        await store.insert(record);
        expect(await store.findCurrent(alice.address)).toEqual([record]);
    });

    test("read what they wrote, however the host has PostgreSQL's types parsed", async () => {
        const hosts = { getTypeParser: () => () => "the host's own" } as unknown as typeof types;
        const pool = new Pool({ ...server.config(), max: 1, types: hosts });
        const persistence = PostgresPersistence.using(pool);
        await persistence.open();
        const record = recordOf(alice, { status: "Active", gracePeriodEndsAt: "2026-11-30T10:00:00.000Z" });
        await persistence.insert(record);
        expect(await persistence.findCurrent(alice.address)).toEqual([record]);
        await pool.end();
    });

    test("say corrupt where a record is no record, and where the tables are gone", async () => {
        await store.insert(recordOf(alice, { status: "Active" }));
        await server.query(
            `ALTER TABLE ${schema}.records ALTER data TYPE text; UPDATE ${schema}.records SET data = '{'`
        );
        expect(await kindOfRejection(store.findCurrent(alice.address))).toBe("corrupt");
        await server.query(`DROP TABLE ${schema}.records`);
        expect(await kindOfRejection(store.findCurrent(alice.address))).toBe("corrupt");
        expect(await kindOfRejection(store.insert(recordOf(alice, { status: "Active" })))).toBe("corrupt");
    });

    test("use an index for each lookup", async () => {
        await server.query(`INSERT INTO ${schema}.records
            SELECT 'key' || n, 'identity' || n / 10, 'key' || n, 'lookup' || n, 1, '2026', NULL, false, '{}'
            FROM generate_series(1, 20000) n; ANALYZE ${schema}.records`);
        const scans = `SELECT seq_scan, idx_scan FROM pg_stat_user_tables WHERE relname = 'records'`;
        const client = new Pool({ ...server.config(), max: 1 });
        const statsOf = async (): Promise<{ seq_scan: string }> => {
            await client.query("SELECT pg_stat_clear_snapshot()");
            return (await client.query<{ seq_scan: string }>(scans)).rows[0];
        };
        const persistence = PostgresPersistence.using(client);
        await persistence.open();
        await client.query("SELECT pg_stat_force_next_flush()");
        const before = await statsOf();
        for (let time = 0; time < 10; time++) {
            await persistence.findCurrent(`identity${time}`);
            await persistence.findByLookup(`lookup${time}`);
            await persistence.list(`identity${time}`, { createdAt: "2026", key: "key5" }, 3);
            await persistence.list(`identity${time}`);
            await persistence.findDue("2027", 10);
            await persistence.scan(undefined, 10);
            await persistence.scan(`key${time}`, 10);
        }
        await client.query("SELECT pg_stat_force_next_flush()");
        expect((await statsOf()).seq_scan).toBe(before.seq_scan);
        await client.end();
    });
});
