import { DeletionFailure } from "./LifecycleReports";

/** Holds no address; a reason may name the person. */
export interface ProcessReport {
    readonly processId: string;
    /**
     * `planned`: for its next reminder or its end. `due`: waits for the next run. `running`: a worker has it, until
     * `nextDueAt` at most. `waiting`: something failed; tried again at `nextDueAt`. `parked`: waits for an operator.
     */
    readonly state: "planned" | "due" | "running" | "waiting" | "parked";
    readonly status: string;
    /** ISO 8601, UTC, as all dates here. */
    readonly gracePeriodEndsAt: string | undefined;
    readonly nextDueAt?: string;
    /** Of a parked one, where it is known. */
    readonly parkedAt?: string;
    /** Since a step last succeeded. */
    readonly attempts: number;
    readonly done: readonly string[];
    /** Deleters to run; none before the deletion has begun. */
    readonly left: readonly string[];
    readonly failures: readonly DeletionFailure[];
}
