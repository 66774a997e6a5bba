import type { InjectionToken } from "./tsyringe";
import type { LifecyclePort } from "../application/LifecyclePort";
import type { ProcessCommands } from "../application/ProcessCommands";
import type { ProcessReader } from "../application/ProcessReader";
import type { RunningCalls } from "../application/RunningCalls";
import type { Pseudonyms } from "../application/pseudonym/Pseudonyms";
import type { RemoteAuthority } from "../application/RemoteAuthority";
import type { IdentityContext } from "../domain/IdentityContext";
import type { Clock } from "../ports/Clock";
import type { IdentifierSource } from "../ports/IdentifierSource";
import type { PersistencePort } from "../ports/PersistencePort";
import type { IdentityScope } from "./IdentityScope";
import type { IdentityScopeOptions } from "./IdentityScopeOptions";

/** For interfaces, which have no class to be registered under. A child adds `identity` and perhaps `scopeOptions`. */
export const tokens = {
    clock: Symbol("Clock") as InjectionToken<Clock>,
    identifierSource: Symbol("IdentifierSource") as InjectionToken<IdentifierSource>,
    persistence: Symbol("PersistencePort") as InjectionToken<PersistencePort>,
    runningCalls: Symbol("CallsByName") as InjectionToken<CallsByName>,
    optional: Symbol("OptionalParts") as InjectionToken<OptionalParts>,

    identity: Symbol("IdentityContext") as InjectionToken<IdentityContext>,
    scopeOptions: Symbol("IdentityScopeOptions") as InjectionToken<IdentityScopeOptions>,
    identityKey: Symbol("identityKey") as InjectionToken<string>,
    identityScope: Symbol("IdentityScope") as InjectionToken<IdentityScope>,
    remote: Symbol("RemoteScope") as InjectionToken<{ readonly scope?: RemoteScope }>,
    commands: Symbol("ProcessCommands") as InjectionToken<ProcessCommands>,
    reader: Symbol("ProcessReader") as InjectionToken<ProcessReader>
};

export type RemoteScope = ReturnType<RemoteAuthority["forIdentity"]>;

interface OptionalParts {
    readonly authority?: RemoteAuthority | undefined;
    readonly lifecycle?: LifecyclePort | undefined;
    readonly pseudonyms?: Pseudonyms | undefined;
}

export const callNames = [
    "initiateIdentityDeletionProcess",
    "cancelIdentityDeletionProcess",
    "getActiveIdentityDeletionProcess",
    "getIdentityDeletionProcess",
    "getIdentityDeletionProcesses",
    "decideOpenProcess",
    "synchronize"
] as const;

export type CallsByName = Readonly<Record<(typeof callNames)[number], RunningCalls>>;
