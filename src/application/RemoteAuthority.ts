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

export interface RemoteAuthorityScope {
    readonly identity: IdentityContext;
    readonly identityKey: string;
    readonly repository: IdentityDeletionProcessRepository;
    readonly identifiers: IdentifierSource;
    readonly publisher: EventPublisher;
    readonly clock: Clock;
    readonly policy: GracePeriodPolicy;
    readonly calls: RunningCalls;
    readonly signal?: HostAbortSignal | undefined;
}

/** Decides outside of this module; the store keeps a copy, and each command before it is sent: its answer may get lost. */
export interface RemoteAuthority {
    forIdentity(scope: RemoteAuthorityScope): {
        readonly commands: ProcessCommands;
        readonly reader: ProcessReader;
        readonly backbone: BackboneScope;
    };

    close(): Promise<void>;
}
