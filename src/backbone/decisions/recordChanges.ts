import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { backboneAuthority, noRemoteState, ProcessRecord } from "../../domain/record/ProcessRecord";

/**
 * The record with a process that a Backbone has decided, and nothing in doubt. The Backbone reminds and deletes: until it has
 * said that the Identity is deleted, the record is never due, so that no lifecycle of the host's does it as well.
 */
export function decidedByBackbone(record: ProcessRecord, process: IdentityDeletionProcess): ProcessRecord {
    const dueAt = record.deletionConfirmedAt ?? null;
    return { ...record, ...noRemoteState, process, authority: backboneAuthority, dueAt };
}
