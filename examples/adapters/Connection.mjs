// What `open` and `close` owe, the same for every database.
import { PersistenceError } from "identity-deletion-process";

/**
 * A connection that is made once, however often and by however many `open` is called. `close` may come at any moment, more
 * than once, and also while `open` is under way.
 *
 * @template T
 */
export class Connection {
    /** @type {() => Promise<T>} */ #connect;
    /** @type {(connection: T) => Promise<unknown>} */ #disconnect;
    /** @type {Promise<T> | undefined} */ #opening;
    /** @type {T | undefined} */ #open;
    /** @type {Set<Promise<unknown>>} */ #calls = new Set();
    /** @type {Promise<unknown>} */ #closing = Promise.resolve();

    /** @param {() => Promise<T>} connect @param {(connection: T) => Promise<unknown>} disconnect */
    constructor(connect, disconnect) {
        this.#connect = connect;
        this.#disconnect = disconnect;
    }

    async open() {
        const opening = (this.#opening ??= this.#connect());
        try {
            const connection = await opening;
            if (this.#opening !== opening) throw notOpen();
            this.#open = connection;
        } catch (error) {
            // The next call of `open` tries again.
            if (this.#opening === opening) this.#opening = undefined;
            throw error;
        }
    }

    async close() {
        const opening = this.#opening;
        this.#opening = this.#open = undefined;
        // Once any call of `close` has resolved, nothing changes any more: so each waits for what is under way.
        const ended = [this.#closing, ...this.#calls];
        const disconnected = Promise.allSettled(ended).then(() => opening?.then(this.#disconnect));
        this.#closing = disconnected.catch(() => undefined);
        await this.#closing;
    }

    /** Rejects with `unavailable` while it is not open. @template R @param {(connection: T) => Promise<R>} call */
    async use(call) {
        if (this.#open === undefined) throw notOpen();
        const result = call(this.#open);
        this.#calls.add(result);
        try {
            return await result;
        } finally {
            this.#calls.delete(result);
        }
    }
}

function notOpen() {
    return new PersistenceError("unavailable", "The store is not open.");
}
