// What `open` and `close` owe, the same for every database.
import { PersistenceError } from "identity-deletion-process";
import { failed } from "./records.mjs";

/**
 * A connection that is made once, however often `open` is called, and ended once. `close` may come at any moment, also while
 * `open` is under way. What is closed stays closed: a host that wants to go on creates a new port.
 *
 * @template T
 */
export class Connection {
    /** @type {() => Promise<T>} */ #connect;
    /** @type {(connection: T) => Promise<unknown>} */ #disconnect;
    /** @type {Promise<T> | undefined} */ #connecting;
    /** @type {T | undefined} */ #connection;
    /** @type {Promise<void> | undefined} */ #closing;

    /**
     * @param {() => Promise<T>} connect Has to end what it has begun where it fails.
     * @param {(connection: T) => Promise<unknown>} disconnect Has to wait for the calls that are under way, as most drivers do.
     */
    constructor(connect, disconnect) {
        this.#connect = connect;
        this.#disconnect = disconnect;
    }

    async open() {
        if (this.#closing !== undefined) throw notOpen();
        this.#connecting ??= this.#connect().catch((error) => {
            // The next call of `open` tries again.
            this.#connecting = undefined;
            throw failed(error);
        });
        this.#connection = await this.#connecting;
    }

    async close() {
        this.#closing ??= this.#end();
        await this.#closing;
    }

    /** For each call; throws `unavailable` unless it is open. */
    get() {
        if (this.#closing !== undefined || this.#connection === undefined) throw notOpen();
        return this.#connection;
    }

    async #end() {
        // Whatever a driver says here, it is not used any more.
        await this.#connecting?.then(this.#disconnect).catch(() => undefined);
    }
}

function notOpen() {
    return new PersistenceError("unavailable", "The store is not open.");
}
