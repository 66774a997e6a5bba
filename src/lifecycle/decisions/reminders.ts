import { RecordWithProcess } from "../../domain/record/ProcessRecord";
import { Timestamp } from "../../domain/Timestamp";
import { withDeletion } from "./withDeletion";
import { earlier } from "./dueDates";

export function planNextDate(record: RecordWithProcess, nextDueDate: Timestamp | null): RecordWithProcess {
    return withDeletion(record, { worker: undefined }, nextDueDate);
}

/** Its lease never reaches beyond the end, at which the deletion may begin. */
export function beginReminder(record: RecordWithProcess, worker: string, leaseUntil: Timestamp): RecordWithProcess {
    const { gracePeriodEndsAt } = record.process.properties;
    const attempts = record.deletion.attempts + 1;
    return withDeletion(record, { worker, attempts }, earlier(leaseUntil, gracePeriodEndsAt ?? null));
}

export function finishReminder(
    record: RecordWithProcess,
    daysBeforeEnd: number,
    nextDueDate: Timestamp | null
): RecordWithProcess {
    const change = { worker: undefined, attempts: 0, reminded: daysBeforeEnd, failures: [] };
    return withDeletion(record, change, nextDueDate);
}

/** Tried again, unless another reminder takes its place before: that one has not failed yet. */
export function postponeReminder(
    record: RecordWithProcess,
    reason: string,
    nextAttemptAt: Timestamp,
    nextDueDate: Timestamp | null
): RecordWithProcess {
    const dueAt = earlier(nextAttemptAt, nextDueDate);
    const attempts = dueAt === nextDueDate ? 0 : record.deletion.attempts;
    return withDeletion(record, { worker: undefined, attempts, failures: [{ reason }] }, dueAt);
}
