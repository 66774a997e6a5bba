import { driverIsNotInstalled } from "../ports/driverIsNotInstalled";

type GraphileWorker = typeof import("graphile-worker");

/** The host's optional package, loaded when it is first needed. Throws `driverIsNotInstalled`, in words that say what to install. */
export function loadGraphileWorker(): GraphileWorker {
    try {
        return require("graphile-worker") as GraphileWorker;
    } catch (cause) {
        throw driverIsNotInstalled(["graphile-worker"], cause);
    }
}
