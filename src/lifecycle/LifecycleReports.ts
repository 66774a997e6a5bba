/** What one `runDue` or `run` has done, in numbers of processes. */
export interface RunSummary {
    /** Taken up. As many as `limit`: there may be more. */
    readonly found: number;
    /** Created without a lifecycle, and given their next date. */
    readonly planned: number;
    /** Reminders that were handed to the notifier. */
    readonly reminded: number;
    /** Active → Deleting. */
    readonly claimed: number;
    /** Deleted, with a tombstone. */
    readonly deleted: number;
    /** A reminder, a deleter or the final notice failed: tried again later. */
    readonly failed: number;
    /** Failed too often: they wait for an operator. */
    readonly parked: number;
    /** Others were faster: the person cancelled, or another worker took it up. */
    readonly lost: number;
    /** The store failed, or the lifecycle was stopped, in the middle. They go on when their lease ends. */
    readonly interrupted: number;
    /** Records that cannot be read as ours; put off by an hour. */
    readonly unreadable: number;
}

/** How a store's lifecycle stands at a moment. */
export interface LifecycleStatus {
    /** What is due and waits to be taken up. */
    readonly due: number;
    /** Deletions that somebody works on: their lease runs. */
    readonly running: number;
    /** Deletions that wait for their next attempt. */
    readonly retrying: number;
    /** Deletions that failed too often and wait for an operator. */
    readonly failed: number;
    /** Since when the oldest of what is due is due; absent: nothing is. ISO 8601, UTC. */
    readonly oldestDueAt: string | undefined;
    /** How long that is. 0: nothing is due. */
    readonly lagInMs: number;
    /** When something is due next; absent: nothing is planned. */
    readonly nextDueAt: string | undefined;
}

/** A deletion that failed too often. The address is not in it; the reason may name the person. */
export interface FailedDeletion {
    readonly processId: string;
    readonly parkedAt: string;
    readonly attempts: number;
    /** What failed last. `deleter` is `undefined` where it was none of them. */
    readonly failures: readonly { readonly deleter: string | undefined; readonly reason: string }[];
    /** The deleters that are done. */
    readonly done: readonly string[];
    /** False: what is stored of it is broken, and it cannot be tried again before the record is repaired. */
    readonly isReadable: boolean;
}
