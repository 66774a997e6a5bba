import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus } from "../../domain/IdentityDeletionProcessStatus";
import { DeletionState, Failure } from "../../domain/record/DeletionState";
import { emptyRecord, RecordWithProcess } from "../../domain/record/ProcessRecord";
import { Timestamp } from "../../domain/Timestamp";
import { parkedDueAt } from "./dueDates";

/** When a step is decided, and until when the worker has the process for itself. */
export interface Lease {
    readonly now: Timestamp;
    readonly until: Timestamp;
}

/** The record with a change of what is kept for the lifecycle, and its next date. */
export function withDeletion(
    record: RecordWithProcess,
    change: Partial<DeletionState>,
    dueAt: Timestamp | null
): RecordWithProcess {
    return { ...record, deletion: { ...record.deletion, ...change }, dueAt };
}

/** Whether the deletion has not begun yet: this is its claim. */
export function isFirstAttempt({ deletion }: RecordWithProcess): boolean {
    return deletion.required.length === 0;
}

/**
 * A worker begins the deletion, or goes on with it: from here on it can no longer be cancelled. Each start is counted first,
 * so that a deleter that brings down its whole process is parked one day, too.
 */
export function startDeletion(
    record: RecordWithProcess,
    worker: string,
    deleters: readonly string[],
    { until }: Lease
): RecordWithProcess {
    const { process, deletion } = record;
    const required = [...new Set([...deletion.required, ...deleters])];
    // What is new in the set has not failed yet.
    const attempts = required.length > deletion.required.length ? 1 : deletion.attempts + 1;
    // What a reminder has left there is over.
    const fresh: Partial<DeletionState> = isFirstAttempt(record) ? { failures: [], reminded: undefined } : {};
    const started = withDeletion(record, { ...fresh, worker, attempts, required }, until);
    if (!process.isActive) return started;
    const { Deleting } = IdentityDeletionProcessStatus;
    return { ...started, process: new IdentityDeletionProcess({ ...process.properties, status: Deleting }) };
}

/** A checkpoint: that deleter is done. It also renews the lease. */
export function finishDeleter(
    record: RecordWithProcess,
    deleter: string,
    isLast: boolean,
    { now, until }: Lease
): RecordWithProcess {
    const { deletion } = record;
    return withDeletion(
        record,
        {
            done: [...deletion.done, deleter],
            failures: deletion.failures.filter((failure) => failure.deleter !== deleter),
            attempts: 0,
            allDoneAt: isLast ? (deletion.allDoneAt ?? now) : undefined
        },
        until
    );
}

/** A deleter has failed, and others are still to be run. It also renews the lease. */
export function noteFailures(
    record: RecordWithProcess,
    failures: readonly Failure[],
    { until }: Lease
): RecordWithProcess {
    return withDeletion(record, { failures }, until);
}

/** Nothing was left to run: what was missing has been retired. */
export function noteAllDone(record: RecordWithProcess, { now, until }: Lease): RecordWithProcess {
    return withDeletion(record, { allDoneAt: now }, until);
}

/** Something has failed: the next attempt is at `nextAttemptAt`. */
export function postponeDeletion(
    record: RecordWithProcess,
    failures: readonly Failure[],
    nextAttemptAt: Timestamp
): RecordWithProcess {
    const attempts = Math.max(1, record.deletion.attempts);
    return withDeletion(record, { failures, attempts, worker: undefined }, nextAttemptAt);
}

/** What follows the deleters has failed. */
export function postponeCompletion(
    record: RecordWithProcess,
    reason: string,
    nextAttemptAt: Timestamp
): RecordWithProcess {
    return withDeletion(record, { ...completionFailed(record, reason), worker: undefined }, nextAttemptAt);
}

/** How often in a row what follows the deleters has failed by now. */
export function completionFailed(
    { deletion }: RecordWithProcess,
    reason: string
): { completionFailure: { attempts: number; reason: string } } {
    return { completionFailure: { attempts: (deletion.completionFailure?.attempts ?? 0) + 1, reason } };
}

/** The final notice was refused. The other records are removed: what failed before the notice no longer counts. */
export function postponeFinalNotice(
    record: RecordWithProcess,
    reason: string,
    nextAttemptAt: Timestamp
): RecordWithProcess {
    const attempts = Math.max(1, record.deletion.attempts);
    const change = { worker: undefined, attempts, failures: [{ reason }], completionFailure: undefined };
    return withDeletion(record, change, nextAttemptAt);
}

/** Nothing more is tried until an operator says `retry`. `why` says what has failed. */
export function parkDeletion(
    record: RecordWithProcess,
    why: Pick<DeletionState, "attempts"> & Partial<Pick<DeletionState, "failures" | "completionFailure">>,
    now: Timestamp
): RecordWithProcess {
    return withDeletion(record, { ...why, worker: undefined, parkedAt: now }, parkedDueAt);
}

/** The lifecycle is being stopped: the process is due at once, for the next worker, and this time counts as no attempt. */
export function releaseDeletion(record: RecordWithProcess, now: Timestamp): RecordWithProcess {
    return withDeletion(record, { worker: undefined, attempts: Math.max(0, record.deletion.attempts - 1) }, now);
}

/** An operator has it started again, with as many attempts as at first. One that is due already keeps its place. */
export function retryDeletion(record: RecordWithProcess, now: Timestamp): RecordWithProcess {
    const { completionFailure } = record.deletion;
    const dueAt = record.dueAt === null || now < record.dueAt ? now : record.dueAt;
    const change: Partial<DeletionState> = {
        attempts: 0,
        parkedAt: undefined,
        worker: undefined,
        completionFailure: completionFailure && { ...completionFailure, attempts: 0 }
    };
    return withDeletion(record, change, dueAt);
}

/** What is left of a deleted Identity: that it had this process, and that it is deleted. Nothing names anyone. */
export function tombstoneOf(record: RecordWithProcess): RecordWithProcess {
    const { key, identityKey, revision, holdsSlot, isUnsettled, authority, unlisted, process } = record;
    const empty = emptyRecord(key, identityKey, identityKey);
    const deleted = new IdentityDeletionProcess({ id: process.id, status: IdentityDeletionProcessStatus.Deleted });
    return { ...empty, revision, holdsSlot, isUnsettled, authority, unlisted, process: deleted };
}
