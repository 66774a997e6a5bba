import { IdentityDeletionError } from "../IdentityDeletionError";
import { IdentityDeletionProcess, IdentityDeletionProcessProperties } from "../IdentityDeletionProcess";
import { IdentityDeletionProcessStatus, readStatus } from "../IdentityDeletionProcessStatus";
import { isTimestamp, Timestamp } from "../Timestamp";
import { validateStoredProcess } from "../validation/compiledValidators";
import { columnsOf } from "./columns";
import { deletionStateFrom, deletionStateToJson, noDeletion } from "./DeletionState";
import { ProcessRecord } from "./ProcessRecord";
import { commandsFrom, commandToJson } from "./SentCommand";
import { JsonObject, jsonOf, JsonValue, StoredRecord } from "./StoredRecord";

export function readRecord({ key, identityKey, slot, revision, dueAt, unsettled, data }: StoredRecord): ProcessRecord {
    // The type says that there is data; a store that has lost it may say otherwise.
    const {
        process,
        address,
        authority,
        lifecycle,
        intents,
        isBeside,
        closedByAbsence,
        unlisted,
        shownOpenAt,
        missingSince,
        replaced,
        deletionConfirmedAt,
        ...others
    } = (data as JsonObject | null | undefined) ?? {};
    return {
        key,
        identityKey,
        revision,
        holdsSlot: slot === identityKey,
        isUnsettled: unsettled,
        dueAt,
        process: process === undefined && unsettled ? undefined : processFrom(process),
        // What is no string is no Identity's address: it names another, and is refused where the address is needed.
        address: typeof address === "string" || address === undefined ? address : "",
        authority: typeof authority === "string" ? authority : undefined,
        commands: commandsFrom(intents),
        waitsForSlot: isBeside === true,
        closedByAbsence: closedByAbsence === true,
        shownOpenAt: timestampFrom(shownOpenAt),
        missingSince: timestampFrom(missingSince),
        replaced: replaced === undefined ? undefined : processFrom(replaced),
        unlisted: unlisted === true,
        deletionConfirmedAt: timestampFrom(deletionConfirmedAt),
        deletion: deletionStateFrom(lifecycle),
        others
    };
}

export function storedRecordOf(record: ProcessRecord): StoredRecord {
    const { key, identityKey, revision, dueAt } = record;
    const { slot, lookup, createdAt, unsettled } = columnsOf(record);
    return { key, identityKey, slot, lookup, revision, createdAt, dueAt, unsettled, data: dataOf(record) };
}

/** For a record whose key becomes a pseudonym. A tombstone stays without the address. */
export function withAddress(data: object, address: string): object {
    return isTombstone(jsonOf(data)) ? data : { ...data, address };
}

function dataOf(record: ProcessRecord): JsonObject {
    const { process, address, authority, commands, deletion } = record;
    const data: JsonObject = { ...record.others };
    if (process !== undefined) data.process = process.properties as unknown as JsonObject;
    if (address !== undefined) data.address = address;
    if (authority !== undefined) data.authority = authority;
    if (commands.length > 0) data.intents = commands.map(commandToJson);
    if (record.replaced !== undefined) data.replaced = record.replaced.properties as unknown as JsonObject;
    if (record.waitsForSlot) data.isBeside = true;
    for (const name of ["closedByAbsence", "unlisted"] as const) if (record[name]) data[name] = true;
    for (const name of ["shownOpenAt", "missingSince", "deletionConfirmedAt"] as const) {
        const moment = record[name];
        if (moment !== undefined) data[name] = moment;
    }
    const lifecycle = deletion === noDeletion ? undefined : deletionStateToJson(deletion);
    if (lifecycle !== undefined) data.lifecycle = lifecycle;
    return data;
}

function processFrom(stored: JsonValue | undefined): IdentityDeletionProcess {
    if (!validateStoredProcess(stored)) {
        throw IdentityDeletionError.storeIsCorrupt("The store holds a record that is no IdentityDeletionProcess.");
    }
    const properties = stored as unknown as IdentityDeletionProcessProperties;
    const status = readStatus(properties.status);
    return new IdentityDeletionProcess(status === properties.status ? properties : { ...properties, status });
}

function timestampFrom(value: JsonValue | undefined): Timestamp | undefined {
    return isTimestamp(value) ? value : undefined;
}

function isTombstone({ process, ...rest }: JsonObject): boolean {
    const { id, status, ...more } = (process ?? {}) as JsonObject;
    const nothingElse = Object.keys(rest).length === 0 && Object.keys(more).length === 0;
    return nothingElse && typeof id === "string" && status === IdentityDeletionProcessStatus.Deleted;
}
