import { Failure } from "../../domain/record/DeletionState";
import { RecordWithProcess } from "../../domain/record/ProcessRecord";
import { Timestamp } from "../../domain/Timestamp";
import { withDeletion } from "./withDeletion";

export function postponeDeletion(
    record: RecordWithProcess,
    failures: readonly Failure[],
    nextAttemptAt: Timestamp
): RecordWithProcess {
    const attempts = Math.max(1, record.deletion.attempts);
    return withDeletion(record, { failures, attempts, worker: undefined }, nextAttemptAt);
}

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

/** The other records are removed: what failed before the notice no longer counts. */
export function postponeFinalNotice(
    record: RecordWithProcess,
    reason: string,
    nextAttemptAt: Timestamp
): RecordWithProcess {
    const attempts = Math.max(1, record.deletion.attempts);
    const change = { worker: undefined, attempts, failures: [{ reason }], completionFailure: undefined };
    return withDeletion(record, change, nextAttemptAt);
}

/** After a stop: due at once, for the next worker, and this time counts as no attempt. */
export function releaseDeletion(record: RecordWithProcess, now: Timestamp): RecordWithProcess {
    return withDeletion(record, { worker: undefined, attempts: Math.max(0, record.deletion.attempts - 1) }, now);
}
