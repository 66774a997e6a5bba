import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { isOpen } from "../../domain/IdentityDeletionProcessStatus";
import { deletionHasBegun, isOpenHere, ProcessRecord, slotHolderAmong } from "../../domain/record/ProcessRecord";

export interface RemoteState {
    readonly process: IdentityDeletionProcess | undefined;
    /** The Backbone does not show that process any more, and its absence cannot be trusted yet. */
    readonly isMissing: boolean;
    /** A command may still arrive: the state may change by itself. */
    readonly isInDoubt: boolean;
    /** A command is in doubt whose sender may still be waiting for the answer. */
    readonly isInFlight: boolean;
}

/** Decided by no Backbone that is known of; its deletion has not begun here. */
export function isForeignAndOpen(record: ProcessRecord): boolean {
    return isOpenHere(record) && !deletionHasBegun(record);
}

export function isSettled(records: readonly ProcessRecord[]): boolean {
    return records.every((record) => !record.isUnsettled && !isForeignAndOpen(record));
}

/** The slot's holder; or the Backbone's open process that waits, if the holder is in doubt or is being deleted here. */
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
