import type { Clock, PersistencePort } from "../../../../src";
import type { Notifier } from "../../../../src/lifecycle";
import type { Life } from "./Life";

/** What stands between an engine and the world, so that it does there what a broken one would do. */
export interface Breakage {
    readonly persistence?: (port: PersistencePort, life: Life) => PersistencePort;
    readonly notifier?: (notifier: Notifier) => Notifier;
    readonly clock?: (clock: Clock) => Clock;
}
