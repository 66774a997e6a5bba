import type { InjectionToken } from "./tsyringe";
import type { EventPublisher } from "../application/EventPublisher";
import type { ModuleLifecycle } from "../application/ModuleLifecycle";
import type { Pseudonyms } from "../application/pseudonym/Pseudonyms";
import type { RemoteAuthority } from "../application/RemoteAuthority";
import type { GracePeriodPolicy } from "../domain/GracePeriodPolicy";
import type { IdentityContext } from "../domain/IdentityContext";
import type { Authority } from "../ports/Authority";
import type { Clock } from "../ports/Clock";
import type { IdentifierSource } from "../ports/IdentifierSource";
import type { PersistencePort } from "../ports/PersistencePort";
import type { CallsByName } from "./callsByName";
import type { IdentityScope } from "./IdentityScope";
import type { IdentityScopeOptions } from "./IdentityScopeOptions";

/** What is registered where: all in the module's container, once; a child adds `identity`, and `scopeOptions` if there are any. */
export const tokens = {
    authority: Symbol("Authority") as InjectionToken<Authority>,
    clock: Symbol("Clock") as InjectionToken<Clock>,
    eventPublisher: Symbol("EventPublisher") as InjectionToken<EventPublisher>,
    identifierSource: Symbol("IdentifierSource") as InjectionToken<IdentifierSource>,
    identity: Symbol("IdentityContext") as InjectionToken<IdentityContext>,
    identityScope: Symbol("IdentityScope") as InjectionToken<IdentityScope>,
    lifecycle: Symbol("ModuleLifecycle") as InjectionToken<{ readonly lifecycle?: ModuleLifecycle }>,
    persistence: Symbol("PersistencePort") as InjectionToken<PersistencePort>,
    /** Absent pseudonyms: each Identity stands under its address. */
    pseudonyms: Symbol("Pseudonyms") as InjectionToken<{ readonly pseudonyms?: Pseudonyms }>,
    policy: Symbol("GracePeriodPolicy") as InjectionToken<GracePeriodPolicy>,
    remoteAuthority: Symbol("RemoteAuthority") as InjectionToken<{ readonly authority?: RemoteAuthority }>,
    scopeOptions: Symbol("IdentityScopeOptions") as InjectionToken<IdentityScopeOptions>,
    runningCalls: Symbol("CallsByName") as InjectionToken<CallsByName>
};
