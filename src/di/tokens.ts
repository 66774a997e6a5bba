import type { InjectionToken } from "./tsyringe";
import type { EventPublisher } from "../application/EventPublisher";
import type { RemoteAuthority } from "../application/RemoteAuthority";
import type { RunningCalls } from "../application/RunningCalls";
import type { GracePeriodPolicy } from "../domain/GracePeriodPolicy";
import type { IdentityContext } from "../domain/IdentityContext";
import type { Authority } from "../ports/Authority";
import type { Clock } from "../ports/Clock";
import type { IdentifierSource } from "../ports/IdentifierSource";
import type { PersistencePort } from "../ports/PersistencePort";
import type { IdentityScope } from "./IdentityScope";

/** What is registered where. All but `identity` stand in the module's container, once; `identity` is all that a child adds. */
export const tokens = {
    authority: Symbol("Authority") as InjectionToken<Authority>,
    clock: Symbol("Clock") as InjectionToken<Clock>,
    eventPublisher: Symbol("EventPublisher") as InjectionToken<EventPublisher>,
    identifierSource: Symbol("IdentifierSource") as InjectionToken<IdentifierSource>,
    identity: Symbol("IdentityContext") as InjectionToken<IdentityContext>,
    identityScope: Symbol("IdentityScope") as InjectionToken<IdentityScope>,
    persistence: Symbol("PersistencePort") as InjectionToken<PersistencePort>,
    policy: Symbol("GracePeriodPolicy") as InjectionToken<GracePeriodPolicy>,
    remoteAuthority: Symbol("RemoteAuthority") as InjectionToken<{ readonly authority?: RemoteAuthority }>,
    runningCalls: Symbol("RunningCalls") as InjectionToken<RunningCalls>
};
