import type { EventBus } from "@js-soft/ts-utils";
import type { EventErrorHandler } from "../application/EventPublisher";
import type { LifecycleFactory, LifecyclePort } from "../application/LifecyclePort";
import type { Pseudonyms } from "../application/pseudonym/Pseudonyms";
import type { RemoteAuthority } from "../application/RemoteAuthority";
import type { GracePeriodOptions } from "../domain/GracePeriodPolicy";
import type { Clock } from "../ports/Clock";
import type { PersistencePort } from "../ports/PersistencePort";

/** As much of an `ILogger` of `@js-soft/logging-abstractions` as the module uses; the console has it too. */
export interface ModuleLogger {
    warn(message: string): void;
}

/** What the option `lifecycle` may be. */
export type LifecycleOption = LifecycleFactory | "elsewhere" | undefined;

/** The lifecycle that a module makes of the option. */
export type LifecycleOf<Given extends LifecycleOption> =
    Given extends LifecycleFactory<infer Made extends LifecyclePort> ? Made : undefined;

/** What a host configures. */
export interface IdentityDeletionModuleOptions<Given extends LifecycleOption = LifecycleOption> {
    /**
     * Where processes are kept, for example `SqlitePersistence.open("identities.db")`. The module opens it in `create`
     * and closes it in `close`. Several modules may be given one instance: the last of them closes it.
     */
    persistence: PersistencePort;
    /**
     * Who decides, for example `BackboneAuthority.connect(…)` of `identity-deletion-process/backbone`. The module closes it
     * in `close`; of several modules that are given the same one, the last. A closed one does not work again. Absent: the module itself decides. A store that has an open process of another authority answers
     * `authorityHasChanged` for it, until the host has said what shall happen: `IdentityScope.decideOpenProcess`.
     */
    authority?: RemoteAuthority;
    /** Where status changes are published. Absent: they are not published. */
    eventBus?: Pick<EventBus, "publish">;
    /**
     * Called when `eventBus.publish` throws; the command that caused the event has succeeded all the same. (What a handler
     * throws later goes to the callback that the bus itself was made with.)
     */
    onEventError?: EventErrorHandler;
    /** Which grace periods the host allows. Default: 14 days, above 0 and at most 365. */
    gracePeriod?: GracePeriodOptions;
    /**
     * Has the store keep each Identity under a pseudonym, so that nothing in it names a deleted one:
     * `PseudonymKey.of(bytes)` of `identity-deletion-process/pseudonymization`. The lifecycle needs it. Always the same for
     * the same store: without the key no Identity in it is found again. Absent: each is stored under its address.
     */
    pseudonymKey?: Pseudonyms;
    /**
     * The reminders and the deletion: `Lifecycle.configure(…)` of `identity-deletion-process/lifecycle`; it needs
     * `pseudonymKey`. The module makes its lifecycle from it, `module.lifecycle`; `module.start()` runs it. `"elsewhere"`:
     * another process runs one on this store. Absent, where the module itself decides: **nothing is ever deleted**, of
     * which `create` warns.
     */
    lifecycle?: Given;
    /** Where `create` warns. Default: the platform's console. */
    logger?: ModuleLogger;
    /**
     * How long `close` waits, for everything together, before it rejects. In milliseconds, above 0 and at most
     * 2,147,483,647. Default: 25,000. The lifecycle alone may need twelve seconds to stop.
     */
    closeTimeoutInMs?: number;
    /** What time it is. Default: the machine's own clock. */
    clock?: Clock;
}
