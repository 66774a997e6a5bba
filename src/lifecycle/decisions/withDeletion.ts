import { DeletionState } from "../../domain/record/DeletionState";
import { RecordWithProcess } from "../../domain/record/ProcessRecord";
import { Timestamp } from "../../domain/Timestamp";

export function withDeletion(
    record: RecordWithProcess,
    change: Partial<DeletionState>,
    dueAt: Timestamp | null
): RecordWithProcess {
    return { ...record, deletion: { ...record.deletion, ...change }, dueAt };
}
