import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DateTime } from "luxon";
import { Pool } from "pg";
import { ErrorCode, IdentityDeletionModule } from "../../src";
import { PostgresPersistence, type PostgresOptions, type PostgresPool } from "../../src/adapters/postgres";
import { alice } from "../support/fixtures";
import { PostgresServer } from "../support/PostgresServer";
import { recordOf } from "../support/records";
import { kindOfRejection, persistenceErrorOf } from "../support/rejections";
import { type CliRun, runCli } from "../unit/cli/runCli";

let server: PostgresServer;
let numberOfSchemas = 0;

beforeAll(async () => {
    server = await PostgresServer.start();
}, 30_000);

afterAll(async () => await server.remove(), 30_000);

function newSchema(): string {
    return `opening_${++numberOfSchemas}`;
}

async function opened(options: PostgresOptions, user?: string): Promise<PostgresPersistence> {
    const persistence = PostgresPersistence.open({ ...server.config(user), max: 2 }, options);
    await persistence.open();
    return persistence;
}

describe("doctor", () => {
    test("compares this machine's clock with the server's, and says what to do where they differ", async () => {
        const folder = mkdtempSync(join(tmpdir(), "doctor-"));
        const variables = {
            IDENTITY_DELETION_DATABASE: server.connectionString,
            IDENTITY_DELETION_PSEUDONYM_KEY_FILE: join(folder, "key")
        };
        const call = async (line: string, aheadInSeconds: number): Promise<CliRun> => {
            const clock = { now: () => DateTime.utc().plus({ seconds: aheadInSeconds }) };
            return await runCli(line.split(" "), { variables, clock });
        };
        const made = await call(`identityDeletion init --yes --identity me --device ${alice.deviceId}`, 0);
        expect(made.exitCode).toBe(0);
        const clocks = [0, 1, 30, -90].map(async (ahead) => {
            const { stdout } = await call("doctor", ahead);
            return /^.*Clock.*$(\n *next.*$)?/m.exec(stdout)?.[0];
        });
        const next = expect.stringMatching(/\n +next: find out which of both is wrong, and have it set by NTP/);
        expect(await Promise.all(clocks)).toStrictEqual([
            "ok       Clock      This machine's and the database server's agree within 2 s.",
            "ok       Clock      This machine's and the database server's agree within 2 s.",
            next,
            next
        ]);
        const [, , ahead, behind] = await Promise.all(clocks);
        expect(ahead).toMatch(/^warning {2}Clock {6}This machine's is \d\d\.\d s ahead of the database server's/);
        expect(behind).toContain("This machine's is 1 minute behind the database server's");
        rmSync(folder, { recursive: true });
    });
});

describe("Opening a PostgreSQL store", () => {
    test("migrates once, however many machines start at the same moment", async () => {
        const schema = newSchema();
        const stores = await Promise.all(Array.from({ length: 10 }, async () => await opened({ schema })));

        expect(await server.query(`SELECT name FROM ${schema}.migrations ORDER BY name`)).toEqual([
            { name: "001-records" },
            { name: "002-store-mark" }
        ]);
        const record = recordOf(alice, { status: "Active" });
        await stores[0].insert(record);
        for (const store of stores) expect(await store.findCurrent(alice.address)).toEqual([record]);
        await Promise.all(stores.map(async (store) => await store.close()));
    });

    test("needs no more than one connection", async () => {
        const store = PostgresPersistence.open({ ...server.config(), max: 1 }, { schema: newSchema() });
        await store.open();
        expect(await store.findCurrent(alice.address)).toEqual([]);
        await store.close();
    });

    test.each(["Tenant-7", 'a"; DROP SCHEMA public; --', "mit Ümläuten 🐘", "select", "x".repeat(63)])(
        "takes the schema's name literally: %s",
        async (schema) => {
            const [store, other] = await Promise.all([opened({ schema }), opened({ schema: newSchema() })]);
            const record = recordOf(alice, { status: "Active" });
            await store.insert(record);
            expect(await store.findByLookup(record.lookup)).toEqual(record);
            expect(await other.findCurrent(alice.address)).toEqual([]);

            const schemas = await server.query<{ nspname: string }>("SELECT nspname FROM pg_namespace");
            expect(schemas.map(({ nspname }) => nspname)).toContain(schema);
            await Promise.all([store.close(), other.close()]);
        }
    );

    test.each([
        [{ schema: "" }, TypeError],
        [{ schema: "a\0b" }, TypeError],
        [{ schema: "x".repeat(64) }, TypeError],
        [{ schema: "ü".repeat(32) }, TypeError],
        [{ schema: "pg_identities" }, TypeError],
        [{ schema: 7 as unknown as string }, TypeError],
        [{ migrate: "no" as unknown as boolean }, TypeError],
        [{ timeoutInMs: 0 }, RangeError],
        [{ timeoutInMs: 1, timeOutMs: 1 }, TypeError],
        [{ retry: { attempts: 0 } }, RangeError],
        [{ retry: { firstDelayInMs: -1 } }, RangeError],
        [{ retryTimeoutInMs: NaN }, RangeError]
    ])("refuses %j at once", (options, error) => {
        expect(() => PostgresPersistence.open(server.connectionString, options)).toThrow(error);
    });

    test("refuses what is neither a pool nor a way to make one", () => {
        expect(() => PostgresPersistence.using({} as unknown as PostgresPool)).toThrow(TypeError);
        expect(() => PostgresPersistence.open(undefined as unknown as string)).toThrow(TypeError);
    });

    test("refuses tables that a newer release has migrated, and leaves them alone", async () => {
        const schema = newSchema();
        await (await opened({ schema })).close();
        await server.query(`INSERT INTO ${schema}.migrations VALUES ('999-from-the-future', now()::text)`);

        expect(await kindOfRejection(opened({ schema }))).toBe("newerVersion");
        expect(await kindOfRejection(opened({ schema, migrate: false }))).toBe("newerVersion");
        const persistence = PostgresPersistence.open(server.connectionString, { schema });
        await expect(IdentityDeletionModule.create({ persistence })).rejects.toMatchObject({
            code: ErrorCode.storeIsOfNewerVersion
        });
    });

    test("makes nothing where it must not migrate", async () => {
        const schema = newSchema();
        const error = await persistenceErrorOf(opened({ schema, migrate: false }));
        expect(error.kind).toBe("unavailable");
        expect(error.message).toContain("open it first with migrate");
        expect(await server.query(`SELECT FROM pg_namespace WHERE nspname = '${schema}'`)).toEqual([]);
    });

    test("tries again after it failed", async () => {
        const schema = newSchema();
        const store = PostgresPersistence.open({ ...server.config("late_role"), max: 1 }, { schema });
        expect(await kindOfRejection(store.open())).toBe("unavailable");

        await server.query("CREATE ROLE late_role LOGIN; GRANT CREATE ON DATABASE postgres TO late_role");
        await store.open();
        expect(await store.findCurrent(alice.address)).toEqual([]);
        await store.close();
    });

    test("closes its own pool, and may be opened again", async () => {
        const name = "closes_its_own";
        const store = PostgresPersistence.open(`${server.connectionString}&application_name=${name}`, {
            schema: newSchema()
        });
        const connections = `SELECT FROM pg_stat_activity WHERE application_name = '${name}'`;
        await store.open();
        expect(await store.findCurrent(alice.address)).toEqual([]);
        expect(await server.query(connections)).not.toEqual([]);
        await store.close();
        while ((await server.query(connections)).length > 0) continue;
        expect(await kindOfRejection(store.findCurrent(alice.address))).toBe("unavailable");

        await store.open();
        expect(await store.findCurrent(alice.address)).toEqual([]);
        await store.close();
    });

    test("leaves nothing open that is closed while it opens", async () => {
        const name = "closed_early";
        const store = PostgresPersistence.open({ ...server.config(), application_name: name }, { schema: newSchema() });
        const opening = store.open();
        await store.close();
        await opening;
        expect(await kindOfRejection(store.findCurrent(alice.address))).toBe("unavailable");
        while ((await server.query(`SELECT FROM pg_stat_activity WHERE application_name = '${name}'`)).length > 0)
            continue;
    });

    test("leaves the host's pool open, and its connections as they were", async () => {
        const pool = new Pool({ ...server.config(), max: 1 });
        const store = PostgresPersistence.using(pool, { schema: newSchema() });
        await store.open();
        await store.insert(recordOf(alice, { status: "Active" }));
        await store.close();

        expect(await kindOfRejection(store.findCurrent(alice.address))).toBe("unavailable");
        const settings =
            "SELECT current_setting('statement_timeout') AS timeout, current_setting('lock_timeout') AS lock";
        expect((await pool.query(settings)).rows).toEqual([{ timeout: "0", lock: "0" }]);
        expect((await pool.query("SELECT FROM pg_locks WHERE locktype = 'advisory'")).rows).toEqual([]);
        await pool.end();
    });
});
