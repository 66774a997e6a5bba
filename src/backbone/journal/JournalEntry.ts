import {
    backboneAuthority,
    deletionHasBegun,
    isOpenHere,
    lookupOf,
    processOf
} from "../../application/IdentityDeletionProcessMapper";
import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { isOpen, keepsTheSlot } from "../../domain/IdentityDeletionProcessStatus";
import { isTimestamp, Timestamp } from "../../domain/Timestamp";
import { JsonObject, StoredRecord } from "../../ports/PersistencePort";
import { Intent, intentsFrom, intentToJson } from "./Intent";

/** What a record of the local copy says. */
export interface EntryContent {
    /** Absent: an intent to initiate, of which no process is known yet. */
    readonly process?: IdentityDeletionProcess;
    readonly intents: readonly Intent[];
    /**
     * The process stands beside the one that holds the slot, because the Backbone has put it in its place or because it
     * has both. It is unsettled until it holds the slot or is over.
     */
    readonly isBeside?: boolean;
    /** It was closed because the Backbone no longer showed it, and not because it said that it was cancelled. */
    readonly closedByAbsence?: boolean;
    /** When the Backbone last showed it open, by this device's clock; written at most once a day. Absent once it is over. */
    readonly shownOpenAt?: Timestamp;
    /**
     * Since when the Backbone has not shown it any more although it should be open: it is in doubt, and unsettled, until it
     * is shown again, its cancellation is answered, or its absence can be believed.
     */
    readonly missingSince?: Timestamp;
    /** Marks a deleted Identity none of whose processes was known here. Not listed. */
    readonly unlisted?: boolean;
    /**
     * When this store learnt from the Backbone that the Identity is deleted. From then on the record is due, so that a
     * lifecycle deletes what this device keeps of the Identity, also after a crash; it stays until that is done.
     */
    readonly deletionConfirmedAt?: Timestamp;
}

/** A record as it was read, with what it says. */
export interface JournalEntry extends EntryContent {
    readonly record: StoredRecord;
}

/** One with a process. */
export type OpenEntry = JournalEntry & { readonly process: IdentityDeletionProcess };

export function entryOf(record: StoredRecord): JournalEntry {
    const { process, intents, isBeside, closedByAbsence, unlisted } = record.data;
    const { deletionConfirmedAt, shownOpenAt, missingSince } = record.data;
    return {
        record,
        process: process === undefined && record.unsettled ? undefined : processOf(record),
        intents: intentsFrom(intents),
        isBeside: isBeside === true,
        closedByAbsence: closedByAbsence === true,
        unlisted: unlisted === true,
        ...(isTimestamp(shownOpenAt) && { shownOpenAt }),
        ...(isTimestamp(missingSince) && { missingSince }),
        ...(isTimestamp(deletionConfirmedAt) && { deletionConfirmedAt })
    };
}

/** An open process that no Backbone decided, or was ever said to have decided, and whose deletion has not begun here. */
export function isForeignAndOpen({ record }: JournalEntry): boolean {
    return isOpenHere(record) && !deletionHasBegun(record);
}

/** Whether no Backbone has decided about it, as far as this store was told. */
export function isForeign({ record }: JournalEntry): boolean {
    return record.data.authority !== backboneAuthority;
}

/** Whether the copy knows all that it can: no command and no process is in doubt, and none is of another authority. */
export function isSettled(entries: readonly JournalEntry[]): boolean {
    return entries.every((entry) => !entry.record.unsettled && !isForeignAndOpen(entry));
}

/** The record that keeps the Identity from starting another process. */
export function slotHolderAmong(entries: readonly JournalEntry[]): JournalEntry | undefined {
    return entries.find(({ record }) => record.slot === record.identityKey);
}

/**
 * The record that answers for the Identity: the slot's holder; but where that one is in doubt, or is being deleted by this
 * host's own lifecycle, an open process of the Backbone beside it.
 */
export function currentAmong(entries: readonly JournalEntry[]): JournalEntry | undefined {
    const holder = slotHolderAmong(entries);
    const isCertain = holder?.missingSince === undefined && holder?.process !== undefined;
    if (holder !== undefined && isCertain && isOpen(holder.process.status) && !deletionHasBegun(holder.record)) {
        return holder;
    }
    const isOpenBeside = ({ isBeside, missingSince, process }: JournalEntry): boolean =>
        isBeside === true && missingSince === undefined && process !== undefined && isOpen(process.status);
    return entries.find(isOpenBeside) ?? holder;
}

/** `before` is what the record's data says beside the content. */
export function newEntryRecord(
    key: string,
    identityKey: string,
    content: EntryContent,
    before: JsonObject = {}
): StoredRecord {
    return { key, identityKey, revision: 1, ...columnsOf(key, identityKey, content), data: dataOf(before, content) };
}

export function nextEntryRecord({ record }: JournalEntry, content: EntryContent): StoredRecord {
    const { key, identityKey, revision, data } = record;
    return {
        key,
        identityKey,
        revision: revision + 1,
        ...columnsOf(key, identityKey, content),
        data: dataOf(data, content)
    };
}

/**
 * The Backbone reminds and deletes: until it has said that the Identity is deleted, `dueAt` stays empty, so that no lifecycle
 * of the host's does it as well.
 */
function columnsOf(
    key: string,
    identityKey: string,
    { process, intents, isBeside = false, missingSince, deletionConfirmedAt }: EntryContent
): Pick<StoredRecord, "slot" | "lookup" | "createdAt" | "dueAt" | "unsettled"> {
    const holdsSlot = !isBeside && (process === undefined || keepsTheSlot(process.status));
    return {
        slot: holdsSlot ? identityKey : key,
        lookup: lookupOf(identityKey, process?.id ?? key),
        createdAt: process?.properties.createdAt ?? intents[0]?.requestedAt ?? "0000-01-01T00:00:00.000Z",
        dueAt: deletionConfirmedAt ?? null,
        unsettled: intents.length > 0 || isBeside || missingSince !== undefined
    };
}

/** Of what was there before, only what others have put there stays as it is. */
function dataOf(before: JsonObject, content: EntryContent): JsonObject {
    const { process, intents, ...marks } = content;
    const data: JsonObject = { ...before, authority: backboneAuthority };
    if (process !== undefined) data.process = process.properties as unknown as JsonObject;
    if (intents.length > 0) data.intents = intents.map(intentToJson);
    else delete data.intents;
    if (marks.deletionConfirmedAt !== undefined) data.deletionConfirmedAt = marks.deletionConfirmedAt;
    for (const name of ["isBeside", "closedByAbsence", "unlisted", "shownOpenAt", "missingSince"] as const) {
        const mark = marks[name];
        if (mark !== undefined && mark !== false) data[name] = mark;
        else Reflect.deleteProperty(data, name);
    }
    return data;
}
