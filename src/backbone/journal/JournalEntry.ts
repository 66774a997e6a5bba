import { lookupOf, processOf } from "../../application/IdentityDeletionProcessMapper";
import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { keepsTheSlot } from "../../domain/IdentityDeletionProcessStatus";
import { isTimestamp, Timestamp } from "../../domain/Timestamp";
import { JsonObject, StoredRecord } from "../../ports/PersistencePort";
import { Intent, intentsFrom, intentToJson } from "./Intent";

/** What a record's `data.authority` says where the Backbone has decided about its process. */
export const authorityName = "backbone";

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

export function entryOf(record: StoredRecord): JournalEntry {
    const { process, intents, isBeside, closedByAbsence, unlisted, deletionConfirmedAt } = record.data;
    return {
        record,
        process: process === undefined && record.unsettled ? undefined : processOf(record),
        intents: intentsFrom(intents),
        isBeside: isBeside === true,
        closedByAbsence: closedByAbsence === true,
        unlisted: unlisted === true,
        ...(isTimestamp(deletionConfirmedAt) && { deletionConfirmedAt })
    };
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
    { process, intents, isBeside = false, deletionConfirmedAt }: EntryContent
): Pick<StoredRecord, "slot" | "lookup" | "createdAt" | "dueAt" | "unsettled"> {
    const holdsSlot = !isBeside && (process === undefined || keepsTheSlot(process.status));
    return {
        slot: holdsSlot ? identityKey : key,
        lookup: lookupOf(identityKey, process?.id ?? key),
        createdAt: process?.properties.createdAt ?? intents[0]?.requestedAt ?? "0000-01-01T00:00:00.000Z",
        dueAt: deletionConfirmedAt ?? null,
        unsettled: intents.length > 0 || isBeside
    };
}

/** Of what was there before, only what others have put there stays as it is. */
function dataOf(before: JsonObject, content: EntryContent): JsonObject {
    const { process, intents, deletionConfirmedAt, ...flags } = content;
    const data: JsonObject = { ...before, authority: authorityName };
    if (process !== undefined) data.process = process.properties as unknown as JsonObject;
    if (intents.length > 0) data.intents = intents.map(intentToJson);
    else delete data.intents;
    if (deletionConfirmedAt !== undefined) data.deletionConfirmedAt = deletionConfirmedAt;
    for (const name of ["isBeside", "closedByAbsence", "unlisted"] as const) {
        if (flags[name]) data[name] = true;
        else Reflect.deleteProperty(data, name);
    }
    return data;
}
