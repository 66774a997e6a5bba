import { PostgresPersistence } from "../../src/adapters/postgres";
import { alice } from "../support/fixtures";
import { PostgresServer } from "../support/PostgresServer";

/** As from 0.29 on: the migrator is no longer in the package's main entry. */
jest.mock("kysely", () => {
    const { Migrator: _, ...others } = jest.requireActual<Record<string, unknown>>("kysely");
    return others;
});
jest.mock("kysely/migration", () => ({ Migrator: jest.requireActual<Record<string, unknown>>("kysely").Migrator }), {
    virtual: true
});

describe("A PostgreSQL store with a kysely whose migrator has an entry of its own", () => {
    let server: PostgresServer;
    beforeAll(async () => (server = await PostgresServer.start()), 30_000);
    afterAll(async () => await server.remove(), 30_000);

    test("migrates", async () => {
        const store = PostgresPersistence.open(server.connectionString);
        await store.open();
        expect(await store.findCurrent(alice.address)).toEqual([]);
        await store.close();
        const run = await server.query("SELECT name FROM identity_deletion.migrations ORDER BY name");
        expect(run).toEqual([{ name: "001-records" }, { name: "002-store-mark" }]);
    });
});
