import { IdentityDeletionProcess } from "../IdentityDeletionProcess";
import { IdentityDeletionProcessStatus, isOpen } from "../IdentityDeletionProcessStatus";
import { Timestamp } from "../Timestamp";
import { DeletionState, noDeletion } from "./DeletionState";
import { SentCommand } from "./SentCommand";
import { JsonObject } from "./StoredRecord";

/** What a record's authority is where a Backbone has decided about its process. */
export const backboneAuthority = "backbone";

/**
 * One process with all that belongs to it: what a stored record says, in one typed form. `readRecord` makes it from a stored
 * record, `storedRecordOf` makes a stored record from it; no other module knows how it is stored.
 */
export interface ProcessRecord {
    readonly key: string;
    readonly identityKey: string;
    readonly revision: number;
    /** Whether the stored record holds the Identity's slot. What is written follows from the rest. */
    readonly holdsSlot: boolean;
    /** Whether something about the stored record is not known yet. What is written follows from the rest. */
    readonly isUnsettled: boolean;
    /** When the lifecycle next has to look at it; null: never. */
    readonly dueAt: Timestamp | null;

    /** Absent: a command to initiate, of which no process is known yet. */
    readonly process: IdentityDeletionProcess | undefined;
    /** The Identity's address, in the clear; absent where `identityKey` is it, and in a tombstone. */
    readonly address: string | undefined;
    /** Who has decided about the process: `backboneAuthority`. Absent: the module itself decides, or it is not known who. */
    readonly authority: string | undefined;

    /** Commands that were sent, or were about to be, and whose outcome is not known. */
    readonly commands: readonly SentCommand[];
    /**
     * Another record holds the slot, and the Backbone has put this process in its place or has both. It is unsettled until
     * it holds the slot or is over.
     */
    readonly waitsForSlot: boolean;
    /** It was closed because the Backbone no longer showed it, or by the host's decision; the Backbone has not said so. */
    readonly closedByAbsence: boolean;
    /** When the Backbone last showed it open, by this device's clock; written at most once a day. Absent once it is over. */
    readonly shownOpenAt: Timestamp | undefined;
    /**
     * Since when the Backbone has not shown it although it should be open: it is in doubt, and unsettled, until it is shown
     * again, its cancellation is answered, or its absence can be trusted.
     */
    readonly missingSince: Timestamp | undefined;
    /**
     * The process whose place in this record `process` has taken, until that one has a record of its own in the history.
     */
    readonly replaced: IdentityDeletionProcess | undefined;
    /** Marks a deleted Identity none of whose processes was known here. Not listed. */
    readonly unlisted: boolean;
    /** When this store learnt from the Backbone that the Identity is deleted: from then on a lifecycle deletes the rest. */
    readonly deletionConfirmedAt: Timestamp | undefined;

    /** What the lifecycle keeps until the tombstone. */
    readonly deletion: DeletionState;
    /** What a later release has put there: it is kept. */
    readonly others: JsonObject;
}

/** One with a process. */
export type RecordWithProcess = ProcessRecord & { readonly process: IdentityDeletionProcess };

export function hasProcess(record: ProcessRecord): record is RecordWithProcess {
    return record.process !== undefined;
}

/** A record that is not stored yet and says nothing but whose it is. */
export function emptyRecord(key: string, identityKey: string, address: string): ProcessRecord {
    return {
        key,
        identityKey,
        revision: 0,
        holdsSlot: false,
        isUnsettled: false,
        dueAt: null,
        process: undefined,
        address: address === identityKey ? undefined : address,
        authority: undefined,
        ...noRemoteState,
        replaced: undefined,
        deletionConfirmedAt: undefined,
        deletion: noDeletion,
        others: {}
    };
}

/** Nothing that a Backbone has said, and no command to it. */
export const noRemoteState = {
    commands: [],
    waitsForSlot: false,
    closedByAbsence: false,
    shownOpenAt: undefined,
    missingSince: undefined,
    unlisted: false
} as const satisfies Partial<ProcessRecord>;

/** The record that keeps the Identity from starting another process. */
export function slotHolderAmong(records: readonly ProcessRecord[]): ProcessRecord | undefined {
    return records.find(({ holdsSlot }) => holdsSlot);
}

/** Whether another authority than the module has decided, or may yet decide, about the process, and it is not over. */
export function isOpenElsewhere({ authority, isUnsettled, process }: ProcessRecord): boolean {
    return authority !== undefined && (isUnsettled || (process !== undefined && isOpen(process.status)));
}

/** Whether the module itself decides about the process, or no authority was ever said, and it is not over. */
export function isOpenHere({ authority, process }: ProcessRecord): boolean {
    return authority === undefined && process !== undefined && isOpen(process.status);
}

/**
 * Whether a lifecycle has begun to delete the Identity on the module's own decision: some of the data may be gone. Only a
 * lifecycle leads out of this state, with any authority.
 */
export function deletionHasBegun(record: ProcessRecord): boolean {
    if (record.deletion.required.length === 0 || !isOpenHere(record)) return false;
    return record.process!.status === IdentityDeletionProcessStatus.Deleting;
}

/**
 * Whether a record belongs to what is listed. Not so a command, which is no process yet, and the mark that an Identity is
 * deleted whose process was never known here.
 */
export function isListed({ unlisted, process }: ProcessRecord): boolean {
    return !unlisted && process !== undefined;
}
