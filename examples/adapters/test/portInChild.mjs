// The program of a second process: opens a port and makes the calls that arrive as messages.
import { MariaDbPersistence } from "../MariaDbPersistence.mjs";
import { RedisPersistence } from "../RedisPersistence.mjs";

/** @type {Record<string, (...settings: any) => import("identity-deletion-process").PersistencePort>} */
const adapters = {
    mariadb: (config) => new MariaDbPersistence(config),
    redis: (options, prefix) => new RedisPersistence(options, prefix)
};

const [, , name, settings] = process.argv;
const port = adapters[name](...JSON.parse(settings));

/** The caller may have gone meanwhile: then no one is left to tell. @param {object} answer */
const tell = (answer) => void process.send?.(answer, undefined, undefined, () => undefined);

process.on("message", async (/** @type {any} */ { number, method, args }) => {
    try {
        tell({ number, result: await /** @type {any} */ (port)[method](...args) });
    } catch (/** @type {any} */ error) {
        tell({ number, failure: { kind: error.kind, message: String(error.message) } });
    }
});
