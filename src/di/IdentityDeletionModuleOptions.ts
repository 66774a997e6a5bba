import type { EventBus } from "@js-soft/ts-utils";
import type { EventErrorHandler } from "../application/EventPublisher";
import type { LifecycleFactory, LifecyclePort } from "../application/LifecyclePort";
import type { Pseudonyms } from "../application/pseudonym/Pseudonyms";
import type { RemoteAuthority } from "../application/RemoteAuthority";
import type { GracePeriodOptions } from "../domain/GracePeriodPolicy";
import type { Clock } from "../ports/Clock";
import type { PersistencePort } from "../ports/PersistencePort";

/** As much of an `ILogger` of `@js-soft/logging-abstractions` as is used; the console has it too. */
export interface ModuleLogger {
    warn(message: string): void;
}

export type LifecycleOption = LifecycleFactory | "elsewhere" | undefined;

export type LifecycleOf<Given extends LifecycleOption> =
    Given extends LifecycleFactory<infer Made extends LifecyclePort> ? Made : undefined;

export interface IdentityDeletionModuleOptions<Given extends LifecycleOption = LifecycleOption> {
    /** For example `SqlitePersistence.open("identities.db")`. `create` opens it; the last module that uses it closes it. */
    persistence: PersistencePort;
    /**
     * Who decides, such as `BackboneAuthority.connect(…)`; absent: the module itself. The last module that uses it closes
     * it, for good. For open processes of another authority see `IdentityScope.decideOpenProcess`.
     */
    authority?: RemoteAuthority;
    /** Absent: status changes are not published. */
    eventBus?: Pick<EventBus, "publish">;
    /** What `eventBus.publish` throws or rejects with. The command has succeeded; what this throws is ignored. */
    onEventError?: EventErrorHandler;
    /** Default: 14 days, above 0 and at most 365. */
    gracePeriod?: GracePeriodOptions;
    /**
     * `PseudonymKey.of(bytes)`: the store keeps each Identity under a pseudonym, so that nothing in it names a deleted one.
     * The lifecycle needs it. Always the same for a store: without the key no Identity is found again. Absent: addresses.
     */
    pseudonymKey?: Pseudonyms;
    /**
     * `Lifecycle.configure(…)` of `identity-deletion-process/lifecycle`; `module.start()` runs it. It needs `pseudonymKey`.
     * `"elsewhere"`: another process runs one. Absent, where the module itself decides: **nothing is ever deleted**.
     */
    lifecycle?: Given;
    /** Where `create` warns. Default: the platform's console. */
    logger?: ModuleLogger;
    /** For everything together. Above 0 and at most 2,147,483,647. Default: 25,000; the lifecycle alone may need 12,000. */
    closeTimeoutInMs?: number;
    /** Default: the machine's own. */
    clock?: Clock;
}
