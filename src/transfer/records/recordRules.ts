import type { Pseudonyms } from "../../application/pseudonym/Pseudonyms";
import { validateStoredProcess } from "../../domain/validation/compiledValidators";
import { IdentityDeletionProcessStatus, keepsTheSlot, readStatus } from "../../domain/IdentityDeletionProcessStatus";
import { reservedName } from "../../domain/reservedName";
import { isTimestamp } from "../../domain/Timestamp";
import type { JsonObject, StoredRecord } from "../../ports/PersistencePort";
import { isRecordKey } from "../../ports/recordKeys";
import { jsonOf } from "../../domain/record/StoredRecord";

const fields = [
    "key",
    "identityKey",
    "slot",
    "lookup",
    "revision",
    "createdAt",
    "dueAt",
    "unsettled",
    "data"
] as const satisfies (keyof StoredRecord)[];

const foreignAddress = "its address is not the one that its identityKey is made of";
const maxIdentityKeyLength = 80;
const pseudonymForm = /^[0-9a-f]{64}$/;
const unstorable = /[\0\p{Surrogate}]/u;
const datesOfAProcess = ["createdAt", "gracePeriodEndsAt", "cancelledAt"];
const over: readonly string[] = [
    IdentityDeletionProcessStatus.Cancelled,
    IdentityDeletionProcessStatus.Rejected,
    IdentityDeletionProcessStatus.WaitingForApproval
];

/** The first rule of the port or the core that is broken; `undefined`: none. Names no value: it may be personal. */
export function brokenRuleOf(value: unknown): string | undefined {
    if (!isObject(value)) return "it is no JSON object";
    for (const name of fields) if (!Object.hasOwn(value, name)) return `it has no ${name}`;
    const unknown = Object.keys(value).find((name) => !(fields as readonly string[]).includes(name));
    if (unknown !== undefined) return "it has a field that no record has";
    return brokenColumn(value) ?? brokenSlot(value as unknown as StoredRecord) ?? brokenProcess(value as never);
}

export function brokenAddressOf({ identityKey, data }: StoredRecord): string | undefined {
    return jsonOf(data).address === undefined || jsonOf(data).address === identityKey ? undefined : foreignAddress;
}

/** Of a store with pseudonyms. Without the key it cannot be known whose the address is. */
export function brokenPseudonymOf(
    { identityKey, data }: StoredRecord,
    pseudonyms: Pseudonyms | undefined
): string | undefined {
    if (!pseudonymForm.test(identityKey)) return "its identityKey is no pseudonym";
    const { address } = jsonOf(data);
    if (address !== undefined && typeof address !== "string") return "its address is no text";
    if (address !== undefined && pseudonyms !== undefined && pseudonyms.identityKeyOf(address) !== identityKey) {
        return foreignAddress;
    }
    const status = (jsonOf(data).process as JsonObject | undefined)?.status;
    const hasEnded = typeof status === "string" && !isOpen(readStatus(status));
    return hasEnded || address !== undefined ? undefined : "its process is open, and it has no address";
}

function isOpen(status: IdentityDeletionProcessStatus): boolean {
    return keepsTheSlot(status) && status !== IdentityDeletionProcessStatus.Deleted;
}

function brokenColumn(record: Record<string, unknown>): string | undefined {
    const { key, identityKey, lookup, revision, createdAt, dueAt, unsettled, data } = record;
    // Any other might be an address, whose Identity could then never start a process: a closed record's slot is its key.
    if (!isRecordKey(key)) return "key is not of the form of the keys that this module makes";
    if (typeof identityKey !== "string" || identityKey === "" || identityKey.length > maxIdentityKeyLength) {
        return `identityKey is not a string of 1 to ${maxIdentityKeyLength} characters`;
    }
    if (identityKey === reservedName) return "identityKey is the name of the store's own record";
    if (typeof lookup !== "string") return "lookup is not a text";
    if (!Number.isSafeInteger(revision) || (revision as number) < 1)
        return "revision is not a whole number of 1 or more";
    if (!isTimestamp(createdAt)) return "createdAt is not a date";
    if (dueAt !== null && !isTimestamp(dueAt)) return "dueAt is neither a date nor null";
    if (typeof unsettled !== "boolean") return "unsettled is neither true nor false";
    if (!isObject(data)) return "data is no JSON object";
    if (unstorable.test(identityKey) || !isStorable(data)) {
        return "it holds U+0000, half of a surrogate pair, a number that is not finite, or the name __proto__";
    }
    return undefined;
}

function brokenSlot({ slot, key, identityKey }: StoredRecord): string | undefined {
    return slot === key || slot === identityKey ? undefined : "slot is neither its key nor its identityKey";
}

/** What the core relies on to find a record and to refuse a second process. */
function brokenProcess({ key, identityKey, slot, lookup, unsettled, data }: StoredRecord): string | undefined {
    const { process, isBeside } = jsonOf(data);
    if (process === undefined) {
        if (!unsettled) return "it holds no process";
        return lookup === `${identityKey}#${key}` ? undefined : "lookup does not name its Identity and its key";
    }
    if (!validateStoredProcess(process) || !isObject(process)) return "its process is not of the form of a process";
    if (datesOfAProcess.some((name) => name in process && !isTimestamp(process[name]))) {
        return "its process has a date that does not exist";
    }
    if (lookup !== `${identityKey}#${process.id as string}`) return "lookup does not name its Identity and its process";

    const status = readStatus(process.status as string);
    if (keepsTheSlot(status) && slot !== identityKey && isBeside !== true) {
        return "its process is open, and it does not hold the slot of its Identity";
    }
    if (over.includes(status) && slot === identityKey) {
        return "its process is over, and it holds the slot of its Identity";
    }
    return undefined;
}

function isStorable(value: unknown): boolean {
    if (typeof value === "string") return !unstorable.test(value);
    if (typeof value === "number") return Number.isFinite(value);
    if (typeof value !== "object" || value === null) return true;
    if (Array.isArray(value)) return value.every(isStorable);
    return Object.entries(value).every(
        ([name, inner]) => name !== "__proto__" && !unstorable.test(name) && isStorable(inner)
    );
}

function isObject(value: unknown): value is Record<string, unknown> & JsonObject {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
