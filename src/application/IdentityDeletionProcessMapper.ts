import { IdentityDeletionError } from "../domain/IdentityDeletionError";
import { IdentityDeletionProcess, IdentityDeletionProcessProperties } from "../domain/IdentityDeletionProcess";
import {
    IdentityDeletionProcessStatus,
    isOpen,
    keepsTheSlot,
    readStatus
} from "../domain/IdentityDeletionProcessStatus";
import { Timestamp } from "../domain/Timestamp";
import { JsonObject, StoredRecord } from "../ports/PersistencePort";
import { validateStoredProcess } from "./validation/compiledValidators";

/** Old data may not say when a process was created: it is then listed first. */
const unknownCreation: Timestamp = "0000-01-01T00:00:00.000Z";

/**
 * What a record's `data.authority` says where a Backbone has decided about its process. Absent: the module itself decides,
 * or nobody has said who does.
 */
export const backboneAuthority = "backbone";

/** Throws `storeIsCorrupt` for what this module cannot have written. */
export function processOf(record: StoredRecord): IdentityDeletionProcess {
    // The type says that there is data; a store that has lost it may say otherwise.
    const stored = (record.data as JsonObject | null | undefined)?.process;
    if (!validateStoredProcess(stored)) {
        throw IdentityDeletionError.storeIsCorrupt("The store holds a record that is no IdentityDeletionProcess.");
    }
    const properties = stored as unknown as IdentityDeletionProcessProperties;
    const status = readStatus(properties.status);
    return new IdentityDeletionProcess(status === properties.status ? properties : { ...properties, status });
}

/** `address` is the Identity's own; absent where `identityKey` is it. */
export function newRecord(
    key: string,
    identityKey: string,
    process: IdentityDeletionProcess,
    address = identityKey
): StoredRecord {
    return {
        key,
        identityKey,
        lookup: lookupOf(identityKey, process.id),
        revision: 1,
        createdAt: process.properties.createdAt ?? unknownCreation,
        unsettled: false,
        ...dependentOn(key, identityKey, process),
        data: { process: process.properties as unknown as JsonObject, ...clearAddress(identityKey, address) }
    };
}

/** What a record's data says beside the process: whose it is, in the clear, where `identityKey` does not say it. */
export function clearAddress(identityKey: string, address: string): JsonObject {
    return identityKey === address ? {} : { address };
}

/** The record that follows `record` once its process is `process`. What else the record's data holds stays. */
export function nextRecord(record: StoredRecord, process: IdentityDeletionProcess): StoredRecord {
    return {
        ...record,
        revision: record.revision + 1,
        ...dependentOn(record.key, record.identityKey, process),
        data: { ...record.data, process: process.properties as unknown as JsonObject }
    };
}

/**
 * Whether a record belongs to what is listed. Not so an intent, which is no process yet, and the mark that an Identity is
 * deleted whose process was never known here.
 */
export function isHistory({ unsettled, data }: StoredRecord): boolean {
    const { process, unlisted } = (data as JsonObject | null | undefined) ?? {};
    return unlisted !== true && !(unsettled && process === undefined);
}

/** Whether a remote authority has decided, or may yet decide, about the record's process, and it is not over. */
export function isOpenElsewhere(record: StoredRecord): boolean {
    const data = record.data as JsonObject | null | undefined;
    if (typeof data?.authority !== "string") return false;
    return record.unsettled || isOpen(processOf(record).status);
}

/** Whether the module itself decides about the record's process, or no authority was ever said, and it is not over. */
export function isOpenHere(record: StoredRecord): boolean {
    const { authority, process } = (record.data as JsonObject | null | undefined) ?? {};
    return typeof authority !== "string" && process !== undefined && isOpen(processOf(record).status);
}

/**
 * Whether a lifecycle has begun to delete the Identity on the module's own decision: some of the data may be gone. Only a
 * lifecycle leads out of this state, whoever is the authority now.
 */
export function deletionHasBegun(record: StoredRecord): boolean {
    const { lifecycle } = (record.data as JsonObject | null | undefined) ?? {};
    const { promised } = (lifecycle ?? {}) as JsonObject;
    if (!Array.isArray(promised) || promised.length === 0 || !isOpenHere(record)) return false;
    return processOf(record).status === IdentityDeletionProcessStatus.Deleting;
}

/** A process id has a fixed form without `#`, so no two pairs of Identity and id share a look-up. */
export function lookupOf(identityKey: string, processId: string): string {
    return `${identityKey}#${processId}`;
}

function dependentOn(
    key: string,
    identityKey: string,
    process: IdentityDeletionProcess
): Pick<StoredRecord, "slot" | "dueAt"> {
    return { slot: keepsTheSlot(process.status) ? identityKey : key, dueAt: dueAtOf(process) };
}

/**
 * When a lifecycle, if there is one, first has to look at it: an active one at once, and then it plans the reminders. A
 * module that has a lifecycle of its own knows better. A process without an end is never due.
 */
function dueAtOf({ status, properties }: IdentityDeletionProcess): Timestamp | null {
    const { createdAt, gracePeriodEndsAt } = properties;
    if (status === IdentityDeletionProcessStatus.Deleting) return gracePeriodEndsAt ?? createdAt ?? unknownCreation;
    if (status !== IdentityDeletionProcessStatus.Active || gracePeriodEndsAt === undefined) return null;
    return createdAt ?? gracePeriodEndsAt;
}
