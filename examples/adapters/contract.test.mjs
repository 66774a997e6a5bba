// The contract kit of identity-deletion-process over both adapters, against real servers: `npm test`.
import { after, before, describe, test } from "node:test";
import { persistenceContract } from "identity-deletion-process/testing";
import { MariaDbPersistence } from "./MariaDbPersistence.mjs";
import { RedisPersistence } from "./RedisPersistence.mjs";
import { startMariaDb, startRedis } from "./servers.mjs";
import { createPool } from "mariadb";

/** @import { Server } from "./servers.mjs" */

/** @type {import("identity-deletion-process/testing").ContractRunner} */
const runner = { describe: (name, body) => void describe(name, body), test: (name, body) => void test(name, body) };

describe("MariaDB", () => {
    /** @type {Server} */ let server;
    /** @type {import("mariadb").Pool} */ let administrator;
    let databases = 0;

    before(async () => {
        server = await startMariaDb();
        administrator = createPool({ socketPath: server.socket, user: "root", connectionLimit: 1 });
    });
    after(async () => {
        await administrator.end();
        await server.remove();
    });

    persistenceContract(runner, MariaDbPersistence.name, {
        createDatabase: async () => {
            const database = `contract${++databases}`;
            await administrator.query(`CREATE DATABASE ${database}`);
            const config = { socketPath: server.socket, user: "root", database, connectionLimit: 4 };
            return {
                connect: () => new MariaDbPersistence(config),
                remove: async () => void (await administrator.query(`DROP DATABASE ${database}`))
            };
        }
    });
});

describe("Redis", () => {
    /** @type {Server} */ let server;
    let stores = 0;

    before(async () => void (server = await startRedis()));
    after(async () => await server.remove());

    persistenceContract(runner, RedisPersistence.name, {
        createDatabase: async () => {
            const prefix = `contract${++stores}:`;
            return {
                connect: () => new RedisPersistence({ path: server.socket }, prefix),
                // The server is removed as a whole.
                remove: async () => undefined
            };
        }
    });
});
