// What a store holds, read without the module's own code: the reference must not believe what it checks.
import type { StoredRecord } from "../../../src";

export interface Process {
    readonly id: string;
    readonly status: string;
    readonly createdAt?: string | undefined;
    readonly createdByDevice?: string | undefined;
    readonly gracePeriodEndsAt?: string | undefined;
    readonly cancelledAt?: string | undefined;
    readonly cancelledByDevice?: string | undefined;
}

export interface Command {
    readonly command: "initiate" | "cancel";
    readonly requestedAt: string;
    readonly device: string;
    readonly believeAbsenceFrom: string;
    readonly backboneTime?: string | undefined;
    readonly lengthInDays?: number | undefined;
    readonly hasEnded?: boolean;
}

export interface Deletion {
    readonly worker?: string | undefined;
    readonly attempts?: number;
    readonly reminded?: number | undefined;
    readonly promised?: readonly string[];
    readonly done?: readonly string[];
    readonly allDoneAt?: string | undefined;
    readonly failures?: readonly { readonly deleter?: string; readonly reason: string }[];
    readonly completionFailure?: { readonly attempts: number; readonly reason: string } | undefined;
    readonly parkedAt?: string | undefined;
}

export interface Data {
    readonly process?: Process | undefined;
    readonly address?: string | undefined;
    readonly authority?: string | undefined;
    readonly intents?: readonly Command[] | undefined;
    readonly isBeside?: boolean;
    readonly closedByAbsence?: boolean;
    readonly unlisted?: boolean;
    readonly shownOpenAt?: string | undefined;
    readonly missingSince?: string | undefined;
    readonly replaced?: Process | undefined;
    readonly deletionConfirmedAt?: string | undefined;
    readonly lifecycle?: Deletion | undefined;
}

/** A record: only what does not follow from the rest. */
export interface Entry {
    readonly key: string;
    readonly dueAt: string | null;
    readonly data: Data;
}

export type Stored = Omit<StoredRecord, "data"> & Entry;

export function isOpen(process: Process | undefined): boolean {
    return process?.status === "Active" || process?.status === "Deleting";
}

/** Who may start no other process. */
function holdsSlot({ data: { process, isBeside } }: Entry): boolean {
    return isBeside !== true && (process === undefined || isOpen(process) || process.status === "Deleted");
}

export function isUnsettled({ data: { intents = [], isBeside, missingSince } }: Entry): boolean {
    return intents.length > 0 || isBeside === true || missingSince !== undefined;
}

export function holderAmong<Each extends Entry>(records: readonly Each[]): Each | undefined {
    return records.find(holdsSlot);
}

export function commandsOf({ data }: Entry): readonly Command[] {
    return data.intents ?? [];
}

/** Some of the data may be gone, by the module's own decision. */
export function hasBegun({ data: { process, authority, lifecycle } }: Entry): boolean {
    return authority === undefined && process?.status === "Deleting" && (lifecycle?.promised ?? []).length > 0;
}

export function isOpenHere({ data: { process, authority } }: Entry): boolean {
    return authority === undefined && isOpen(process);
}

export function isOpenElsewhere(record: Entry): boolean {
    return record.data.authority !== undefined && (isUnsettled(record) || isOpen(record.data.process));
}

/** Without what says nothing, in one order: equal where the same is stored. */
export function canonical(value: unknown): string {
    return JSON.stringify(value, (_, each: unknown) => {
        if (typeof each !== "object" || each === null || Array.isArray(each)) return each;
        return Object.fromEntries(
            Object.entries(each)
                .filter(([, one]) => saysSomething(one))
                .sort()
        );
    });
}

function saysSomething(value: unknown): boolean {
    if (value === undefined || value === false || value === 0) return false;
    return typeof value !== "object" || value === null || Object.values(value).some(saysSomething);
}

/** The record as it must be stored, but for its revision. */
export function asText({ dueAt, data }: Entry, identityKey: string): string {
    const { process, intents = [] } = data;
    const createdAt = process?.createdAt ?? intents[0]?.requestedAt ?? "0000-01-01T00:00:00.000Z";
    return canonical({ ...columnsOf({ key: "", dueAt, data }, identityKey), createdAt, dueAt: String(dueAt), data });
}

/** The columns of a record, but for those that name its key. */
function columnsOf(record: Entry, identityKey: string): object {
    const { process } = record.data;
    return {
        slot: holdsSlot(record) ? identityKey : "its own",
        lookup: process === undefined ? "its own" : `${identityKey}#${process.id}`,
        unsettled: isUnsettled(record) ? "yes" : "no"
    };
}

/** What is stored, in the same form. */
export function textOf(stored: Stored): string {
    const { key, identityKey, slot, lookup, createdAt, dueAt, unsettled, data } = stored;
    const own = (text: string, ofKey: string): string => (text === ofKey ? "its own" : text);
    return canonical({
        slot: own(slot, key),
        lookup: own(lookup, `${identityKey}#${key}`),
        unsettled: unsettled ? "yes" : "no",
        createdAt,
        dueAt: String(dueAt),
        data
    });
}

export const identityKey = "a".repeat(64);

/** A record that has just been stored. */
export function storedOf({ key, dueAt, data }: Entry): Stored {
    const record = { key, dueAt, data: JSON.parse(canonical(data)) as Data };
    const { process, intents = [] } = data;
    return {
        ...record,
        identityKey,
        slot: holdsSlot(record) ? identityKey : key,
        lookup: `${identityKey}#${process?.id ?? key}`,
        revision: 1,
        createdAt: process?.createdAt ?? intents[0]?.requestedAt ?? "0000-01-01T00:00:00.000Z",
        unsettled: isUnsettled(record)
    };
}
