import { PostgresPersistence } from "../../src/adapters/postgres";
import { persistenceContract, type ContractDatabase, type ContractSubject } from "../../src/testing";
import { ChildPrograms } from "../support/childPrograms";
import { portInAnotherProcess } from "../support/portInAnotherProcess";
import { PostgresProxy } from "../support/PostgresProxy";
import { PostgresServer } from "../support/PostgresServer";

// A busy machine writes thousands of records in its own time.
jest.setTimeout(30_000);

let server: PostgresServer;
let proxy: PostgresProxy;
let programs: ChildPrograms;
let numberOfSchemas = 0;
const emptySchemas: string[] = [];

beforeAll(async () => {
    server = await PostgresServer.start();
    proxy = await PostgresProxy.before(server.socket);
    programs = await ChildPrograms.compile("portProcess");
}, 30_000);

afterAll(async () => {
    await proxy.close();
    await server.remove();
    await programs.remove();
}, 30_000);

interface PostgresDatabase extends ContractDatabase {
    readonly schema: string;
    /** Runs a statement in which SCHEMA stands for the database's own. */
    readonly query: (sql: string) => Promise<void>;
}

/** A schema for each database, with a name that has to be quoted; each port with a pool of its own. */
const ownPools: ContractSubject<PostgresDatabase> = {
    createDatabase: async () => {
        const schema = emptySchemas.pop() ?? `Contract "${++numberOfSchemas}"`;
        const quoted = `"${schema.replaceAll('"', '""')}"`;
        const query = async (sql: string): Promise<void> => {
            await server.query(sql.replace("SCHEMA", quoted));
        };
        return {
            schema,
            query,
            connect: () => PostgresPersistence.open({ ...proxy.config, max: 4 }, { schema }),
            remove: async () => {
                proxy.answersToLose = 0;
                await query("DELETE FROM SCHEMA.migrations WHERE name = '999-newer'");
                // Making the tables anew for each test would take most of the time.
                await query("DELETE FROM SCHEMA.records");
                emptySchemas.push(schema);
            }
        };
    },
    hooks: {
        damage: async ({ query }, { key }) => await query(`UPDATE SCHEMA.records SET data = '[]' WHERE key = '${key}'`),
        makeNewer: async ({ query }) => {
            await query("INSERT INTO SCHEMA.migrations (name, timestamp) VALUES ('999-newer', 'now')");
        },
        loseNextAnswer: async () => {
            proxy.answersToLose = 1;
        },
        crash: async () => {
            await server.kill();
            await server.start();
        },
        secondProcess: async ({ schema }) => {
            return await portInAnotherProcess(programs, { postgres: { ...server.config(), max: 4 }, schema });
        }
    }
};

persistenceContract({ describe, test }, PostgresPersistence.name, ownPools);
