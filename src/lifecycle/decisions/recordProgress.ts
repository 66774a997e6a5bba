import { Failure } from "../../domain/record/DeletionState";
import { RecordWithProcess } from "../../domain/record/ProcessRecord";
import { Lease } from "./startDeletion";
import { withDeletion } from "./withDeletion";

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
