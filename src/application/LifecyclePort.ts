import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { Timestamp } from "../domain/Timestamp";
import { Clock } from "../ports/Clock";
import { PersistencePort } from "../ports/PersistencePort";
import { EventPublisher } from "./EventPublisher";
import type { Pseudonyms } from "./pseudonym/Pseudonyms";
import { RunningCalls } from "./RunningCalls";

/** When the lifecycle first has to look at a new process. */
export interface DueDates {
    firstDueDateOf(process: IdentityDeletionProcess): Timestamp | null;

    /** Called once a process with this date is stored. Must not throw. */
    onStored(dueAt: Timestamp | null): void;
}

/** What a lifecycle works with. */
export interface LifecycleScope {
    readonly persistence: PersistencePort;
    readonly clock: Clock;
    readonly publisher: EventPublisher;
    readonly calls: RunningCalls;
    /** Who decides about processes: with `remote`, an open one that no Backbone has decided waits for the host's decision. */
    readonly authority: "local" | "remote";
    /** What the store's Identity keys are made with; absent where they are the addresses. */
    readonly pseudonyms: Pseudonyms | undefined;
}

/** The reminders and the deletion, as the module knows them. */
export interface LifecyclePort extends DueDates {
    /** Runs what is due from now on, until `stop`. More than once is harmless. */
    start(): void;

    /** Begins nothing new, and waits for what runs, within a limit. More than once, and without `start`, is harmless. */
    stop(): Promise<void>;
}

/** Makes the lifecycle of a module, when its store is open: `Lifecycle.configure(…)` of `identity-deletion-process/lifecycle`. */
export type LifecycleFactory<Made extends LifecyclePort = LifecyclePort> = (scope: LifecycleScope) => Made;
