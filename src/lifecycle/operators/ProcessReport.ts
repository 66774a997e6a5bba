import { DeletionFailure } from "./LifecycleReports";

/** The state of one process. Holds no address; a reason may name the person. */
export interface ProcessReport {
    readonly processId: string;
    /**
     * `planned`: its next reminder, or the end of the grace period, is to come. `due`: it waits to be started by the next run.
     * `running`: a worker has it, until its lease ends at `nextDueAt`. `waiting`: something failed, and is tried again at
     * `nextDueAt`. `parked`: it failed too often and waits for an operator.
     */
    readonly state: "planned" | "due" | "running" | "waiting" | "parked";
    readonly status: string;
    /** ISO 8601, UTC, as all dates here. */
    readonly gracePeriodEndsAt: string | undefined;
    /** Absent: it is parked. */
    readonly nextDueAt?: string;
    /** Of a parked one, where it is known. */
    readonly parkedAt?: string;
    /** How often the deletion was attempted since a step last succeeded. */
    readonly attempts: number;
    /** The deleters that are done. */
    readonly done: readonly string[];
    /** Those that are not; none where the deletion has not begun. */
    readonly left: readonly string[];
    /** What failed last, each with its reason. */
    readonly failures: readonly DeletionFailure[];
}
