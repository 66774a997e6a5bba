import { Decision, Write } from "../../domain/decisions/Decision";
import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus, isOpen } from "../../domain/IdentityDeletionProcessStatus";
import { deletionHasBegun, ProcessRecord, slotHolderAmong } from "../../domain/record/ProcessRecord";
import { Timestamp } from "../../domain/Timestamp";
import { decidedByBackbone } from "./recordChanges";

const { Cancelled, Deleted } = IdentityDeletionProcessStatus;

interface Scope {
    readonly now: Timestamp;
    readonly newProcessId: () => string;
    readonly newRecord: () => ProcessRecord;
}

export interface DeletionNews {
    readonly isNews: boolean;
    readonly processId: string | undefined;
}

/** The slot's holder, or a new record, becomes `Deleted`, and everything else is closed, except a deletion begun here. */
export function recordDeletedIdentity(records: readonly ProcessRecord[], scope: Scope): Decision<DeletionNews> {
    const holder = slotHolderAmong(records);
    if (holder !== undefined && deletionHasBegun(holder)) return { writes: [], value: noNews };
    const closed = records.filter((record) => record !== holder).map(close);
    if (holder?.process?.status === Deleted) return { writes: closed, value: noNews };
    return {
        writes: [deleted(holder, scope), ...closed],
        value: { isNews: true, processId: holder?.process?.id }
    };
}

const noNews: DeletionNews = { isNews: false, processId: undefined };

function deleted(holder: ProcessRecord | undefined, { now, newProcessId, newRecord }: Scope): Write {
    const known = holder?.process;
    const process = new IdentityDeletionProcess(
        known === undefined ? { id: newProcessId(), status: Deleted } : { ...known.properties, status: Deleted }
    );
    const before = holder ?? newRecord();
    const after = {
        ...decidedByBackbone(before, process),
        unlisted: known === undefined,
        deletionConfirmedAt: now,
        dueAt: now
    };
    return holder === undefined ? { kind: "insert", after } : { kind: "update", before, after };
}

function close(before: ProcessRecord): Write {
    const { process } = before;
    if (process === undefined) return { kind: "remove", record: before };
    if (!isOpen(process.status)) return { kind: "update", before, after: decidedByBackbone(before, process) };
    const closed = new IdentityDeletionProcess({ ...process.properties, status: Cancelled });
    return { kind: "update", before, after: { ...decidedByBackbone(before, closed), closedByAbsence: true } };
}
