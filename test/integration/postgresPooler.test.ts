import { Pool } from "pg";
import { IdentityDeletionModule } from "../../src";
import { PostgresPersistence } from "../../src/adapters/postgres";
import { persistenceContract } from "../../src/testing";
import { alice } from "../support/fixtures";
import { describeWithPgBouncer, PgBouncer } from "../support/PgBouncer";
import { PostgresServer } from "../support/PostgresServer";
import { recordOf } from "../support/records";

let server: PostgresServer;
let pooler: PgBouncer;
let numberOfSchemas = 0;

const newSchema = (): string => `pooler_${++numberOfSchemas}`;

/** Has the server sleep on the store's own connections, by the way that every statement takes. */
async function sleepOn(store: PostgresPersistence, schema: string): Promise<unknown> {
    await server.query(
        `CREATE FUNCTION ${schema}.sleep() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN PERFORM pg_sleep(60); RETURN NEW; END';
        CREATE TRIGGER sleep BEFORE INSERT ON ${schema}.records FOR EACH ROW EXECUTE FUNCTION ${schema}.sleep()`
    );
    return await store.insert(recordOf(alice, { status: "Active" })).catch((error: unknown) => error);
}

describeWithPgBouncer("PostgreSQL behind PgBouncer in session mode", () => {
    beforeAll(async () => {
        server = await PostgresServer.start();
        pooler = await PgBouncer.start(server.directory, "session");
    }, 30_000);

    afterAll(async () => {
        await pooler.stop();
        await server.remove();
    }, 30_000);

    test("lives the life of a process, over a pool of the module's own", async () => {
        const persistence = PostgresPersistence.open(pooler.config, { schema: newSchema() });
        const module = await IdentityDeletionModule.create({ persistence, lifecycle: "elsewhere" });
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        const initiated = await facade.initiateIdentityDeletionProcess();
        expect(initiated).toBeSuccessful();
        expect((await facade.getActiveIdentityDeletionProcess()).value).toStrictEqual(initiated.value);
        expect(await facade.cancelIdentityDeletionProcess()).toBeSuccessful();
        await module.close();
    });

    test("has the server end a statement at its limit, and leaves the limit to nobody else", async () => {
        const schema = newSchema();
        const retry = { attempts: 1 };
        const store = PostgresPersistence.open({ ...pooler.config, statement_timeout: 100 }, { schema, retry });
        await store.open();
        const endedByTheServer = { kind: "unavailable", cause: { code: "57014" } };
        expect(await sleepOn(store, schema)).toMatchObject(endedByTheServer);
        await store.close();
        const another = new Pool({ ...pooler.config, max: 1 });
        const { rows } = await another.query<{ statement_timeout: string }>("SHOW statement_timeout");
        expect(rows).toEqual([{ statement_timeout: "0" }]);
        await another.end();
    });

    describe("as a PersistencePort", () => {
        const emptySchemas: string[] = [];
        persistenceContract({ describe, test }, PostgresPersistence.name, {
            createDatabase: async () => {
                const schema = emptySchemas.pop() ?? newSchema();
                return {
                    // PgBouncer's own limit is 20 connections for a user and a database.
                    connect: () => PostgresPersistence.open({ ...pooler.config, max: 2 }, { schema }),
                    remove: async () => {
                        await server.query(`DELETE FROM ${schema}.records`);
                        emptySchemas.push(schema);
                    }
                };
            }
        });
    });
});
