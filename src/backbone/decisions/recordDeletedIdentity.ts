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

/** What is published once it is durable: the process whose deletion was news, if one was known here. */
export interface DeletionNews {
    readonly isNews: boolean;
    readonly processId: string | undefined;
}

/**
 * The Backbone has said that the Identity is deleted: the slot's holder, or a record for it alone, becomes `Deleted`, and
 * everything else is closed. What is being deleted here by its own lifecycle is finished by it.
 */
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
