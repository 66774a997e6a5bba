import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus } from "../../domain/IdentityDeletionProcessStatus";
import { backboneAuthority, isOpenHere, noRemoteState, ProcessRecord } from "../../domain/record/ProcessRecord";

/** Nothing is in doubt, and nothing due: the Backbone itself reminds and deletes, until it confirms the deletion. */
export function decidedByBackbone(record: ProcessRecord, process: IdentityDeletionProcess): ProcessRecord {
    const dueAt = record.deletionConfirmedAt ?? null;
    return { ...record, ...noRemoteState, process, authority: backboneAuthority, dueAt };
}

/** This module may have deleted the Identity's other records itself: a process that is over must not come back. */
export function historyMayBeGone(current: readonly ProcessRecord[]): boolean {
    return current.some(
        (record) => isOpenHere(record) || record.process?.status === IdentityDeletionProcessStatus.Deleted
    );
}
