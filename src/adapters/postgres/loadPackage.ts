import { driverIsNotInstalled } from "../../ports/driverIsNotInstalled";

/** An optional package of the host, loaded when it is first needed. The names stand here in full, for bundlers. */

const packages = {
    pg: (): unknown => require("pg"),
    kysely: (): unknown => require("kysely"),
    "kysely/migration": (): unknown => require("kysely/migration")
};

/** Throws `driverIsNotInstalled`, in words that say what to install. */
export function loadPackage(name: keyof typeof packages): unknown {
    try {
        return packages[name]();
    } catch (cause) {
        throw driverIsNotInstalled(["pg", "kysely"], cause);
    }
}
