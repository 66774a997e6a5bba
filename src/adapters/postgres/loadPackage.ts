import { PersistenceError } from "../../ports/PersistenceError";

/** An optional package of the host, loaded when it is first needed. The names stand here in full, for bundlers. */

const packages = {
    pg: (): unknown => require("pg"),
    kysely: (): unknown => require("kysely"),
    "kysely/migration": (): unknown => require("kysely/migration")
};

/** Rejects with `unavailable`, in words that say what to install. */
export function loadPackage(name: keyof typeof packages): unknown {
    try {
        return packages[name]();
    } catch (cause) {
        throw new PersistenceError("unavailable", `The package ${name.split("/")[0]} cannot be loaded: install it.`, {
            cause
        });
    }
}
