import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { isOpen } from "../../domain/IdentityDeletionProcessStatus";
import { deletionHasBegun, isOpenHere, ProcessRecord, slotHolderAmong } from "../../domain/record/ProcessRecord";

/** What is known of an Identity, as far as the Backbone was just asked. */
export interface RemoteState {
    /** The process that is active or deleting, or may be. */
    readonly process: IdentityDeletionProcess | undefined;
    /** The Backbone does not show that process any more, and its absence cannot be trusted yet. */
    readonly isMissing: boolean;
    /** A command may still arrive: that there is no process, or that this one is still active, may change by itself. */
    readonly isInDoubt: boolean;
    /** A command is in doubt whose sender may still be waiting for the answer. */
    readonly isInFlight: boolean;
}

/** An open process that no Backbone decided, or was ever said to have decided, and whose deletion has not begun here. */
export function isForeignAndOpen(record: ProcessRecord): boolean {
    return isOpenHere(record) && !deletionHasBegun(record);
}

/** Whether the store knows all that it can: no command and no process is in doubt, and none is of another authority. */
export function isSettled(records: readonly ProcessRecord[]): boolean {
    return records.every((record) => !record.isUnsettled && !isForeignAndOpen(record));
}

/**
 * The record that answers for the Identity: the slot's holder; but where that one is in doubt, or is being deleted by this
 * host's own lifecycle, an open process of the Backbone that waits for the slot.
 */
export function currentAmong(records: readonly ProcessRecord[]): ProcessRecord | undefined {
    const holder = slotHolderAmong(records);
    const isCertain = holder?.missingSince === undefined && holder?.process !== undefined;
    if (holder !== undefined && isCertain && isOpen(holder.process.status) && !deletionHasBegun(holder)) {
        return holder;
    }
    const isOpenAndWaits = ({ waitsForSlot, missingSince, process }: ProcessRecord): boolean =>
        waitsForSlot && missingSince === undefined && process !== undefined && isOpen(process.status);
    return records.find(isOpenAndWaits) ?? holder;
}
