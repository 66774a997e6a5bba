import { GracePeriodPolicy } from "../domain/GracePeriodPolicy";
import { IdentityContext } from "../domain/IdentityContext";
import { Clock } from "../ports/Clock";
import type { HostAbortSignal } from "../ports/HostAbortSignal";
import { IdentifierSource } from "../ports/IdentifierSource";
import { BackboneScope } from "./BackboneScope";
import { EventPublisher } from "./EventPublisher";
import { IdentityDeletionProcessRepository } from "./IdentityDeletionProcessRepository";
import { ProcessCommands } from "./ProcessCommands";
import { ProcessReader } from "./ProcessReader";
import { RunningCalls } from "./RunningCalls";

/** What a remote authority works with for one Identity. */
export interface RemoteAuthorityScope {
    readonly identity: IdentityContext;
    /** What the Identity's records say whose they are. */
    readonly identityKey: string;
    readonly repository: IdentityDeletionProcessRepository;
    readonly identifiers: IdentifierSource;
    readonly publisher: EventPublisher;
    readonly clock: Clock;
    readonly policy: GracePeriodPolicy;
    readonly calls: RunningCalls;
    /** Ends what this scope's calls have under way; see `IdentityScopeOptions`. */
    readonly signal?: HostAbortSignal | undefined;
}

/**
 * An authority outside of this module: it decides, and the store keeps a copy. A command to it may get lost on its way or
 * on the way back, so it keeps in the store which commands it has sent.
 */
export interface RemoteAuthority {
    forIdentity(scope: RemoteAuthorityScope): {
        readonly commands: ProcessCommands;
        readonly reader: ProcessReader;
        readonly backbone: BackboneScope;
    };

    /** Ends what runs in the background, before the store is closed. */
    close(): Promise<void>;
}
