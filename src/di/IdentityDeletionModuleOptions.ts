import type { EventBus } from "@js-soft/ts-utils";
import type { EventErrorHandler } from "../application/EventPublisher";
import type { RemoteAuthority } from "../application/RemoteAuthority";
import type { GracePeriodOptions } from "../domain/GracePeriodPolicy";
import type { Clock } from "../ports/Clock";
import type { PersistencePort } from "../ports/PersistencePort";

/** What a host gives the module. */
export interface IdentityDeletionModuleOptions {
    /**
     * Where processes are kept, for example `SqlitePersistence.open("identities.db")`. The module opens it in `create`
     * and closes it in `close`; give each module an instance of its own.
     */
    persistence: PersistencePort;
    /**
     * Who decides, for example `BackboneAuthority.connect(…)` of `identity-deletion-process/backbone`. The module closes it
     * in `close`. Absent: the module itself decides. A store that has an open process of another authority answers
     * `authorityHasChanged` for it, until the host has said what shall happen: `IdentityScope.decideOpenProcess`.
     */
    authority?: RemoteAuthority;
    /** Where status changes are published. Absent: they are not published. */
    eventBus?: Pick<EventBus, "publish">;
    /**
     * Told when `eventBus.publish` throws; the command that caused the event has succeeded all the same. Absent: nobody
     * is told. (What a handler throws later goes to the callback that the bus itself was made with.)
     */
    onEventError?: EventErrorHandler;
    /** Which grace periods the host allows. Default: 14 days, above 0 and at most 365. */
    gracePeriod?: GracePeriodOptions;
    /** What time it is. Default: the machine's own clock. */
    clock?: Clock;
}
