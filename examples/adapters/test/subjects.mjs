// What the contract kit is run against: each adapter over a real server, with all that the kit can have a subject do.
import { dirname, join } from "node:path";
import { Redis } from "ioredis";
import { createConnection } from "mariadb";
import { MariaDbPersistence } from "../MariaDbPersistence.mjs";
import { RedisPersistence } from "../RedisPersistence.mjs";
import { LossyProxy } from "./LossyProxy.mjs";
import { portInSecondProcess } from "./portInSecondProcess.mjs";
import { startMariaDb, startRedis } from "./servers.mjs";

/** @import { PersistencePort, StoredRecord } from "identity-deletion-process" */

/** @import { Server } from "./servers.mjs" */

/** A server with a proxy before it, and the stores in it. */
class Subject {
    isDurable = true;
    #stores = 0;

    /** @param {Server} server @param {string} id Tells it from other subjects over the same server. */
    constructor(server, id) {
        this.server = server;
        this.id = id;
        /** Where the adapters connect to. */
        this.socket = join(dirname(server.socket), `proxy-${id}`);
        this.proxy = new LossyProxy(server.socket);
    }

    async start() {
        await this.proxy.listen(this.socket);
        return this;
    }

    nextName() {
        return `store_${this.id}_${++this.#stores}`;
    }

    async crash() {
        await this.server.kill();
        await this.server.start();
    }

    async stop() {
        await this.proxy.stop();
        await this.server.remove();
    }
}

export class MariaDbSubject extends Subject {
    hooks = {
        /** @param {Store} store @param {StoredRecord} record */
        damage: ({ name }, { key }) => this.#query(`UPDATE ${name}.records SET data = '{' WHERE \`key\` = '${key}'`),
        /** @param {Store} store */
        makeNewer: async ({ name }) => {
            await this.#query(`CREATE TABLE IF NOT EXISTS ${name}.records (another INT)`);
            await this.#query(`ALTER TABLE ${name}.records COMMENT = '2'`);
        },
        loseNextAnswer: async () => this.proxy.loseNextAnswer(/INSERT INTO|UPDATE records|DELETE FROM/),
        crash: () => this.crash(),
        /** @param {Store} store */
        secondProcess: ({ settings }) => portInSecondProcess("mariadb", settings)
    };

    static async start() {
        return await new MariaDbSubject(await startMariaDb(), "1").start();
    }

    createDatabase = async () => {
        const name = this.nextName();
        await this.#query(`CREATE DATABASE ${name}`);
        const config = { socketPath: this.socket, user: "root", database: name, connectionLimit: 4 };
        const connect = () => new MariaDbPersistence(config);
        return new Store(name, [config], connect, () => this.#query(`DROP DATABASE ${name}`));
    };

    /** @param {string} sql */
    async #query(sql) {
        const connection = await createConnection({ socketPath: this.server.socket, user: "root" });
        await connection.query(sql);
        await connection.end();
    }
}

export class RedisSubject extends Subject {
    hooks = {
        /** @param {Store} store @param {StoredRecord} record */
        damage: ({ name }, { key }) => this.#call("HSET", `${name}:record:${key}`, "data", "{"),
        /** @param {Store} store */
        makeNewer: ({ name }) => this.#call("SET", `${name}:version`, "2"),
        loseNextAnswer: async () => this.proxy.loseNextAnswer(/\r\n(insert|update|delete)\r\n/),
        crash: () => this.crash(),
        /** @param {Store} store */
        secondProcess: ({ settings }) => portInSecondProcess("redis", settings)
    };

    static async start() {
        return await new RedisSubject(await startRedis(), "1").start();
    }

    createDatabase = async () => {
        const name = this.nextName();
        const options = { path: this.socket };
        const connect = () => new RedisPersistence(options, `${name}:`);
        // The server is removed as a whole.
        return new Store(name, [options, `${name}:`], connect, async () => undefined);
    };

    /** @param {string} command @param {string[]} args */
    async #call(command, ...args) {
        const redis = new Redis({ path: this.server.socket });
        await redis.call(command, ...args);
        redis.disconnect();
    }
}

class Store {
    /** @type {PersistencePort[]} */ #ports = [];

    /** @param {string} name @param {unknown[]} settings @param {() => PersistencePort} connect @param {() => Promise<void>} remove */
    constructor(name, settings, connect, remove) {
        this.name = name;
        /** What the adapter's constructor takes. */
        this.settings = settings;
        this.connect = () => {
            const port = connect();
            this.#ports.push(port);
            return port;
        };
        this.remove = async () => {
            // Also those of before a crash, which would try to connect again forever.
            for (const port of this.#ports) await port.close();
            await remove();
        };
    }
}
