import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus } from "../../domain/IdentityDeletionProcessStatus";
import { backboneAuthority, isOpenHere, noRemoteState, ProcessRecord } from "../../domain/record/ProcessRecord";

/**
 * The record with a process that a Backbone has decided, and nothing in doubt. The Backbone reminds and deletes: until it has
 * said that the Identity is deleted, the record is never due, so that no lifecycle of the host's does it as well.
 */
export function decidedByBackbone(record: ProcessRecord, process: IdentityDeletionProcess): ProcessRecord {
    const dueAt = record.deletionConfirmedAt ?? null;
    return { ...record, ...noRemoteState, process, authority: backboneAuthority, dueAt };
}

/**
 * Whether the Identity's other records are gone, or may be about to go, by this module's own decision: what is over must not
 * come back beside them.
 */
export function historyMayBeGone(current: readonly ProcessRecord[]): boolean {
    return current.some(
        (record) => isOpenHere(record) || record.process?.status === IdentityDeletionProcessStatus.Deleted
    );
}
