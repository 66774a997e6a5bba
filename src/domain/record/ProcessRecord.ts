import { IdentityDeletionProcess } from "../IdentityDeletionProcess";
import { IdentityDeletionProcessStatus, isOpen } from "../IdentityDeletionProcessStatus";
import { Timestamp } from "../Timestamp";
import { DeletionState, noDeletion } from "./DeletionState";
import { SentCommand } from "./SentCommand";
import { JsonObject } from "./StoredRecord";

export const backboneAuthority = "backbone";

/** What a stored record says, in one typed form. Only `readRecord` and `storedRecordOf` know how it is stored. */
export interface ProcessRecord {
    readonly key: string;
    readonly identityKey: string;
    readonly revision: number;
    /** As it was read, like `isUnsettled`: what is written of both follows from the rest. */
    readonly holdsSlot: boolean;
    readonly isUnsettled: boolean;
    readonly dueAt: Timestamp | null;

    /** Absent: a command to initiate, of which no process is known yet. */
    readonly process: IdentityDeletionProcess | undefined;
    /** In the clear; absent where `identityKey` is it, and in a tombstone. */
    readonly address: string | undefined;
    /** `backboneAuthority`. Absent: the module itself decides, or it is not known who. */
    readonly authority: string | undefined;

    readonly commands: readonly SentCommand[];
    /** Another record holds the slot, and the Backbone has put this process in its place, or has both. */
    readonly waitsForSlot: boolean;
    /** The Backbone no longer showed it, or the host closed it; the Backbone has not said so. */
    readonly closedByAbsence: boolean;
    /** When the Backbone last showed it open, by this device's clock; written at most once a day. */
    readonly shownOpenAt: Timestamp | undefined;
    /** Since when the Backbone has not shown it although it should be open: it is in doubt, and unsettled. */
    readonly missingSince: Timestamp | undefined;
    /** Whose place in this record `process` has taken, until it has a record of its own. */
    readonly replaced: IdentityDeletionProcess | undefined;
    /** Marks a deleted Identity none of whose processes was known here. */
    readonly unlisted: boolean;
    /** When the Backbone said that the Identity is deleted: from then on a lifecycle deletes the rest. */
    readonly deletionConfirmedAt: Timestamp | undefined;

    readonly deletion: DeletionState;
    /** What a later release has put there. */
    readonly others: JsonObject;
}

export type RecordWithProcess = ProcessRecord & { readonly process: IdentityDeletionProcess };

export function hasProcess(record: ProcessRecord): record is RecordWithProcess {
    return record.process !== undefined;
}

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

export const noRemoteState = {
    commands: [],
    waitsForSlot: false,
    closedByAbsence: false,
    shownOpenAt: undefined,
    missingSince: undefined,
    unlisted: false
} as const satisfies Partial<ProcessRecord>;

export function slotHolderAmong(records: readonly ProcessRecord[]): ProcessRecord | undefined {
    return records.find(({ holdsSlot }) => holdsSlot);
}

/** Another authority has decided, or may yet decide, and it is not over. */
export function isOpenElsewhere({ authority, isUnsettled, process }: ProcessRecord): boolean {
    return authority !== undefined && (isUnsettled || (process !== undefined && isOpen(process.status)));
}

/** The module itself decides, or no authority was ever said, and it is not over. */
export function isOpenHere({ authority, process }: ProcessRecord): boolean {
    return authority === undefined && process !== undefined && isOpen(process.status);
}

/** On the module's own decision: some data may be gone. Only a lifecycle leads out of this state. */
export function deletionHasBegun(record: ProcessRecord): boolean {
    if (record.deletion.required.length === 0 || !isOpenHere(record)) return false;
    return record.process!.status === IdentityDeletionProcessStatus.Deleting;
}

/** Not a command without a process, nor the mark of an Identity whose process was never known here. */
export function isListed({ unlisted, process }: ProcessRecord): boolean {
    return !unlisted && process !== undefined;
}
