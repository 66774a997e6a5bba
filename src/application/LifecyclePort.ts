import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { Timestamp } from "../domain/Timestamp";
import { Clock } from "../ports/Clock";
import { PersistencePort } from "../ports/PersistencePort";
import { EventPublisher } from "./EventPublisher";
import type { Pseudonyms } from "./pseudonym/Pseudonyms";
import { RunningCalls } from "./RunningCalls";

export interface DueDates {
    firstDueDateOf(process: IdentityDeletionProcess): Timestamp | null;

    /** Called once the process is stored. Must not throw. */
    onStored(dueAt: Timestamp | null): void;
}

export interface LifecycleScope {
    readonly persistence: PersistencePort;
    readonly clock: Clock;
    readonly publisher: EventPublisher;
    readonly calls: RunningCalls;
    /** With `remote`, an open process that no Backbone has decided waits for the host's decision. */
    readonly authority: "local" | "remote";
    /** Absent: Identity keys are the addresses. */
    readonly pseudonyms: Pseudonyms | undefined;
}

export interface LifecyclePort extends DueDates {
    /** Runs what is due, until `stop`. More than once is harmless. */
    start(): void;

    /** Begins nothing new, and waits for what runs, within a limit. Harmless without `start`. */
    stop(): Promise<void>;
}

export type LifecycleFactory<Made extends LifecyclePort = LifecyclePort> = (scope: LifecycleScope) => Made;
