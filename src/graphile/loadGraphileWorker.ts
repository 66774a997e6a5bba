import { PersistenceError } from "../ports/PersistenceError";

type GraphileWorker = typeof import("graphile-worker");

/** The host's optional package, loaded when it is first needed. Throws `unavailable`, in words that say what to install. */
export function loadGraphileWorker(): GraphileWorker {
    try {
        return require("graphile-worker") as GraphileWorker;
    } catch (cause) {
        throw new PersistenceError("unavailable", "The package graphile-worker cannot be loaded: install it.", {
            cause
        });
    }
}
