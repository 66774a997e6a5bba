import { driverIsNotInstalled } from "../../ports/driverIsNotInstalled";

/** Optional. The names are written in full, for bundlers. */
const packages = {
    pg: (): unknown => require("pg"),
    kysely: (): unknown => require("kysely"),
    "kysely/migration": (): unknown => require("kysely/migration")
};

export function loadPackage(name: keyof typeof packages): unknown {
    try {
        return packages[name]();
    } catch (cause) {
        throw driverIsNotInstalled(["pg", "kysely"], cause);
    }
}
