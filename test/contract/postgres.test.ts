import { PostgresPersistence } from "../../src/adapters/postgres";
import { persistenceContract, type ContractSubject } from "../../src/testing";
import { PostgresServer } from "../support/PostgresServer";

let server: PostgresServer;
let numberOfSchemas = 0;
const emptySchemas: string[] = [];

beforeAll(async () => {
    server = await PostgresServer.start();
}, 30_000);

afterAll(async () => await server.remove(), 30_000);

/** A schema for each database, with a name that has to be quoted; each port with a pool of its own. */
const ownPools: ContractSubject = {
    createDatabase: async () => {
        const schema = emptySchemas.pop() ?? `Contract "${++numberOfSchemas}"`;
        return {
            connect: () => PostgresPersistence.open({ ...server.config(), max: 4 }, { schema }),
            remove: async () => {
                // Making the tables anew for each test would take most of the time.
                await server.query(`DELETE FROM "${schema.replaceAll('"', '""')}".records`);
                emptySchemas.push(schema);
            }
        };
    }
};

persistenceContract({ describe, test }, PostgresPersistence.name, ownPools);
