import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { PersistenceError } from "identity-deletion-process";

/** @import { PersistencePort } from "identity-deletion-process" */

const program = fileURLToPath(new URL("portInChild.mjs", import.meta.url));

/**
 * A port, open, that works in a process of its own; `close` ends it.
 *
 * @param {string} name @param {unknown[]} settings @returns {Promise<PersistencePort>}
 */
export async function portInSecondProcess(name, settings) {
    // "advanced" keeps `undefined` among the arguments.
    const child = fork(program, [name, JSON.stringify(settings)], { serialization: "advanced" });
    const ended = once(child, "exit");
    let calls = 0;

    /** @param {string} method @param {unknown[]} args @returns {Promise<any>} */
    const call = async (method, ...args) => {
        const number = ++calls;
        return await new Promise((resolve, reject) => {
            /** @param {any} answer */
            const listener = (answer) => {
                if (answer.number !== number) return;
                child.off("message", listener);
                const { failure, result } = answer;
                if (failure === undefined) resolve(result);
                else reject(new PersistenceError(failure.kind, failure.message));
            };
            child.on("message", listener);
            child.send({ number, method, args });
        });
    };
    await call("open");
    return {
        isDurable: true,
        open: () => call("open"),
        close: async () => {
            if (child.connected) child.disconnect();
            child.kill();
            await ended;
        },
        insert: (...args) => call("insert", ...args),
        update: (...args) => call("update", ...args),
        delete: (...args) => call("delete", ...args),
        findCurrent: (...args) => call("findCurrent", ...args),
        findByLookup: (...args) => call("findByLookup", ...args),
        list: (...args) => call("list", ...args),
        findDue: (...args) => call("findDue", ...args),
        scan: (...args) => call("scan", ...args)
    };
}
