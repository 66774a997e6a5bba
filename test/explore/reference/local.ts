// What the module itself decides, as the documentation says it.
import { commandsOf, type Entry, hasBegun, holderAmong, isOpen, isOpenElsewhere, type Process } from "./stored";

const dayInMs = 86_400_000;

/** What a call is to change, or how it is refused. */
export interface Expected {
    readonly refusal?: string;
    /** All records that were read, as they are afterwards, and new ones. */
    readonly records?: readonly Entry[];
    readonly value?: Process | undefined;
}

export interface Situation {
    readonly now: number;
    readonly device: string;
    readonly address: string;
    /** Of a new process, where one is made. */
    readonly id: string;
}

/** `length` in days: what was asked for. */
export function initiated(records: readonly Entry[], { now, device, address, id }: Situation, length = 14): Expected {
    const holder = holderAmong(records);
    if (records.some(isOpenElsewhere)) return { refusal: "authorityHasChanged" };
    if (holder?.data.process?.status === "Deleted") return { refusal: "identityIsDeleted" };
    if (holder !== undefined) return { refusal: "activeIdentityDeletionProcessAlreadyExists" };
    const createdAt = new Date(now).toISOString();
    const gracePeriodEndsAt = new Date(now + length * dayInMs).toISOString();
    const value: Process = { id, status: "Active", createdAt, createdByDevice: device, gracePeriodEndsAt };
    const entry: Entry = { key: "new", dueAt: createdAt, data: { process: value, address } };
    return { records: [...records, entry], value };
}

export function cancelled(records: readonly Entry[], { now, device }: Situation): Expected {
    const holder = holderAmong(records);
    const process = holder?.data.process;
    if (records.some(isOpenElsewhere)) return { refusal: "authorityHasChanged" };
    if (holder === undefined || process === undefined) return { refusal: "noActiveIdentityDeletionProcess" };
    if (!isOpen(process)) return { refusal: "noActiveIdentityDeletionProcess" };
    const { gracePeriodEndsAt } = process;
    const isOver = gracePeriodEndsAt !== undefined && now >= Date.parse(gracePeriodEndsAt);
    if (process.status === "Deleting" || isOver) return { refusal: "gracePeriodHasExpired" };
    const value = {
        ...process,
        status: "Cancelled",
        cancelledAt: new Date(now).toISOString(),
        cancelledByDevice: device
    };
    const after: Entry = { ...holder, dueAt: null, data: { ...holder.data, process: value } };
    return { records: records.map((record) => (record === holder ? after : record)), value };
}

/** The host's word on what is open and not the present authority's. */
export function decided(
    records: readonly Entry[],
    { now, device }: Situation,
    decision: "close" | "takeOver",
    authority: "local" | "backbone"
): Expected {
    if (records.some(hasBegun)) return { refusal: "deletionHasBegun" };
    const isAffected = (record: Entry): boolean =>
        authority === "local"
            ? isOpenElsewhere(record)
            : record.data.missingSince !== undefined ||
              (record.data.authority === undefined && isOpen(record.data.process));
    const affected = records.filter(isAffected);
    const others = records.filter((record) => !isAffected(record));
    const heir = decision === "close" ? undefined : heirAmong(affected, others);
    const closed = affected.filter((record) => record !== heir).flatMap((record) => closedOf(record, now, device));
    const holder = holderAmong(records);
    // The heir is written into the slot's record: the slot is never free.
    const place = holder ?? heir;
    const rest = closed.filter(({ key }) => key !== place?.key || heir === undefined);
    if (heir === undefined)
        return { records: [...others, ...rest], value: lastClosed(affected, rest, holder)?.data.process };
    const { process, lifecycle, unlisted } = heir.data;
    const { address, deletionConfirmedAt, replaced } = place!.data;
    const data = { process, lifecycle, unlisted, address, deletionConfirmedAt, replaced };
    const taken: Entry = { key: place!.key, dueAt: dueAtOf(process!), data };
    return { records: [...others, ...rest, taken], value: process };
}

/** The slot's holder comes last; the caller is shown the one that was decided last. */
function lastClosed(
    affected: readonly Entry[],
    closed: readonly Entry[],
    holder: Entry | undefined
): Entry | undefined {
    const order = [
        ...affected.filter((record) => record !== holder),
        ...affected.filter((record) => record === holder)
    ];
    const keys = order.map(({ key }) => key);
    return [...closed].sort((one, other) => keys.indexOf(one.key) - keys.indexOf(other.key)).at(-1);
}

/** Which process goes on: the slot's, or the one that ends last. None, where the person has asked to cancel. */
function heirAmong(affected: readonly Entry[], others: readonly Entry[]): Entry | undefined {
    const hasAsked = affected.some((record) => commandsOf(record).some(({ command }) => command === "cancel"));
    if (hasAsked || holderAmong(others) !== undefined) return undefined;
    const open = affected.filter(({ data }) => isOpen(data.process));
    const endOf = ({ data }: Entry): string => data.process!.gracePeriodEndsAt ?? "never";
    const longest = open.map(endOf).sort().at(-1);
    return holderAmong(open) ?? open.find((record) => endOf(record) === longest);
}

function closedOf(record: Entry, now: number, device: string): Entry[] {
    const { process, authority, address, unlisted, deletionConfirmedAt, replaced, lifecycle } = record.data;
    if (process === undefined) return [];
    const asked = commandsOf(record).find(({ command }) => command === "cancel");
    const cancelledAt = asked?.requestedAt ?? new Date(now).toISOString();
    const cancelledByDevice = asked?.device ?? device;
    const after = isOpen(process) ? { ...process, status: "Cancelled", cancelledAt, cancelledByDevice } : process;
    const closedByAbsence = authority !== undefined;
    const kept = { address, unlisted, deletionConfirmedAt, replaced, lifecycle, authority };
    return [{ key: record.key, dueAt: dueAtOf(after), data: { ...kept, process: after, closedByAbsence } }];
}

/** When a lifecycle, if there is one, first looks at it. */
function dueAtOf({ status, createdAt, gracePeriodEndsAt }: Process): string | null {
    if (status === "Deleting") return gracePeriodEndsAt ?? createdAt ?? "0000-01-01T00:00:00.000Z";
    if (status !== "Active" || gracePeriodEndsAt === undefined) return null;
    return createdAt ?? gracePeriodEndsAt;
}
