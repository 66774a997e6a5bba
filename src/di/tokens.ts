import type { InjectionToken } from "./tsyringe";
import type { EventPublisher } from "../application/EventPublisher";
import type { RunningCalls } from "../application/RunningCalls";
import type { IdentityContext } from "../domain/IdentityContext";
import type { Authority } from "../ports/Authority";
import type { IdentifierSource } from "../ports/IdentifierSource";
import type { PersistencePort } from "../ports/PersistencePort";

/** What is registered where. All but `identity` stand in the module's container, once; `identity` is all that a child adds. */
export const tokens = {
    authority: Symbol("Authority") as InjectionToken<Authority>,
    eventPublisher: Symbol("EventPublisher") as InjectionToken<EventPublisher>,
    identifierSource: Symbol("IdentifierSource") as InjectionToken<IdentifierSource>,
    identity: Symbol("IdentityContext") as InjectionToken<IdentityContext>,
    persistence: Symbol("PersistencePort") as InjectionToken<PersistencePort>,
    runningCalls: Symbol("RunningCalls") as InjectionToken<RunningCalls>
};
