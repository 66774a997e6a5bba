import { DeletionState } from "../../domain/record/DeletionState";
import { RecordWithProcess } from "../../domain/record/ProcessRecord";
import { Timestamp } from "../../domain/Timestamp";
import { parkedDueAt } from "./dueDates";
import { withDeletion } from "./withDeletion";

export function parkDeletion(
    record: RecordWithProcess,
    why: Pick<DeletionState, "attempts"> & Partial<Pick<DeletionState, "failures" | "completionFailure">>,
    now: Timestamp
): RecordWithProcess {
    return withDeletion(record, { ...why, worker: undefined, parkedAt: now }, parkedDueAt);
}

/** With as many attempts as at first. One that is due already keeps its place. */
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
