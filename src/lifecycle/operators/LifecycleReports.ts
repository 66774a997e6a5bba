/** Of one `runDue` or `run`, in numbers of processes. */
export interface RunSummary {
    /** Begun. As many as `limit`: there may be more. Without what cannot be read. */
    readonly found: number;
    /** Created without a lifecycle, and given their next date. */
    readonly planned: number;
    readonly reminded: number;
    /** Active → Deleting. */
    readonly claimed: number;
    readonly deleted: number;
    /** A reminder, a deleter, the final notice or the completion failed: tried again later. */
    readonly failed: number;
    /** Failed too often: they wait for an operator. */
    readonly parked: number;
    /** Another was faster: the person cancelled, or another worker began it. */
    readonly lost: number;
    /** The store failed, or the lifecycle was stopped, in the middle. They go on when their lease ends. */
    readonly interrupted: number;
    /** Due records that cannot be read, and were skipped. Each run counts them again. */
    readonly unreadable: number;
}

export const nothingDone: RunSummary = {
    found: 0,
    planned: 0,
    reminded: 0,
    claimed: 0,
    deleted: 0,
    failed: 0,
    parked: 0,
    lost: 0,
    interrupted: 0,
    unreadable: 0
};

export interface LifecycleStatus {
    readonly due: number;
    readonly running: number;
    readonly retrying: number;
    /** Deletions that failed too often and wait for an operator. */
    readonly failed: number;
    /** Due, in progress or parked, in no other number. Nothing happens to them until an operator has repaired them. */
    readonly unreadable: number;
    /** Absent: nothing is due. ISO 8601, UTC. */
    readonly oldestDueAt: string | undefined;
    /** Since `oldestDueAt`; 0: nothing is due. */
    readonly lagInMs: number;
    /** Absent: nothing is planned. */
    readonly nextDueAt: string | undefined;
}

/** Waits for its next attempt or for an operator. Holds no address; a reason may name the person. */
export type FailedDeletion = WaitingDeletion | ParkedDeletion | UnreadableFinding;

interface DeletionWithFailures {
    readonly processId: string;
    /** Since a step last succeeded. */
    readonly attempts: number;
    /** What failed last; empty where the worker's lease expired. */
    readonly failures: readonly DeletionFailure[];
    readonly done: readonly string[];
}

export interface DeletionFailure {
    /** `completion`: the Identity's other records could not be removed, or the tombstone not be written. */
    readonly step: "deleter" | "finalNotice" | "completion";
    readonly deleter: string | undefined;
    readonly reason: string;
}

export interface WaitingDeletion extends DeletionWithFailures {
    readonly state: "waiting";
    /** May be past: then the next worker takes it. ISO 8601, UTC. */
    readonly nextAttemptAt: string;
}

export interface ParkedDeletion extends DeletionWithFailures {
    readonly state: "parked";
    readonly parkedAt: string;
}

export interface UnreadableFinding {
    readonly state: "unreadable";
    /** The record's key. No personal data, unless the store is damaged. */
    readonly key: string;
    readonly processId: string | undefined;
    /** Holds no values. */
    readonly reason: string;
}
