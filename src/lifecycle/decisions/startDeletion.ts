import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus } from "../../domain/IdentityDeletionProcessStatus";
import { DeletionState } from "../../domain/record/DeletionState";
import { RecordWithProcess } from "../../domain/record/ProcessRecord";
import { Timestamp } from "../../domain/Timestamp";
import { withDeletion } from "./withDeletion";

export interface Lease {
    readonly now: Timestamp;
    readonly until: Timestamp;
}

export function isFirstAttempt({ deletion }: RecordWithProcess): boolean {
    return deletion.required.length === 0;
}

/** From now on it cannot be cancelled. Counts before anything runs: a deletion that crashes the process is parked, too. */
export function startDeletion(
    record: RecordWithProcess,
    worker: string,
    deleters: readonly string[],
    { until }: Lease
): RecordWithProcess {
    const { process, deletion } = record;
    const required = [...new Set([...deletion.required, ...deleters])];
    // A new deleter has not failed yet.
    const attempts = required.length > deletion.required.length ? 1 : deletion.attempts + 1;
    const withoutReminder: Partial<DeletionState> = isFirstAttempt(record) ? { failures: [], reminded: undefined } : {};
    const started = withDeletion(record, { ...withoutReminder, worker, attempts, required }, until);
    if (!process.isActive) return started;
    const { Deleting } = IdentityDeletionProcessStatus;
    return { ...started, process: new IdentityDeletionProcess({ ...process.properties, status: Deleting }) };
}
