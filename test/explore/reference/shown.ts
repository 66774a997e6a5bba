// What a Backbone's answers say of its processes.
import { type Command, isOpen, type Process } from "./stored";

export interface Shown extends Process {
    /** It may be open, and more of it cannot be read. */
    readonly isUnreadable?: boolean;
}

/** What was asked when, and what was answered. */
export interface Evidence {
    readonly askedAt: number;
    readonly shown: readonly Shown[];
    /** Past their end, and the Identity has been able to log in since. */
    readonly ended: readonly string[];
    /** A command that was just refused, and whose record holds it. */
    readonly refused: { readonly key: string; readonly command: string } | undefined;
}

export const minuteInMs = 60_000;
const dayInMs = 24 * 60 * minuteInMs;
/** How far two clocks may be apart. */
export const toleranceInMs = 5 * minuteInMs;

export function shownFrom(value: unknown): Shown {
    const { id, status, createdAt, createdByDevice, gracePeriodEndsAt } = value as Record<keyof Process, unknown>;
    const text = (each: unknown): string | undefined => (typeof each === "string" ? each : undefined);
    const date = (each: unknown): string | undefined =>
        Number.isNaN(Date.parse(String(each))) ? undefined : text(each);
    const readable = {
        createdAt: date(createdAt),
        createdByDevice: text(createdByDevice),
        gracePeriodEndsAt: date(gracePeriodEndsAt)
    };
    const process = { id: id as string, status: String(status), ...readable };
    const isWhole = typeof status === "string" && readable.createdAt !== undefined;
    if (
        isWhole &&
        ((!isOpen(process) && (gracePeriodEndsAt ?? undefined) === readable.gracePeriodEndsAt) ||
            readable.gracePeriodEndsAt !== undefined)
    )
        return process;
    if (["Cancelled", "Rejected", "Deleted"].includes(process.status)) return process;
    return { id: process.id, status: "Active", createdAt: readable.createdAt, isUnreadable: true };
}

/** Those that are open, the one that ends first before the others. */
export function openAmong(processes: readonly Shown[]): Shown[] {
    const order = ({ gracePeriodEndsAt = "", id }: Process): string => `${gracePeriodEndsAt}#${id}`;
    const open = processes.filter(isOpen);
    return open.sort((one, other) => (order(one) < order(other) ? -1 : 1));
}

/** Whether the command has brought it about. */
export function isEffect(sent: Command, { createdByDevice, createdAt, gracePeriodEndsAt }: Process): boolean {
    if (sent.command !== "initiate" || createdByDevice !== sent.device || createdAt === undefined) return false;
    if (sent.lengthInDays !== undefined && gracePeriodEndsAt !== undefined) {
        const lengthInMs = Date.parse(gracePeriodEndsAt) - Date.parse(createdAt);
        if (Math.abs(lengthInMs - sent.lengthInDays * dayInMs) > 1000) return false;
    }
    const earliest =
        sent.backboneTime === undefined ? Date.parse(sent.requestedAt) - toleranceInMs : Date.parse(sent.backboneTime);
    return Date.parse(createdAt) >= earliest;
}

/** The commands that may still arrive when a list was asked for at this moment. A clock that was set back begins them anew. */
export function outstanding(commands: readonly Command[], askedAt: number): Command[] {
    return commands.flatMap((sent) => {
        const setBackInMs = Date.parse(sent.requestedAt) - askedAt;
        const isSetBack = setBackInMs > toleranceInMs;
        const until = Date.parse(sent.believeAbsenceFrom) - (isSetBack ? setBackInMs : 0);
        if (askedAt >= until) return [];
        if (!isSetBack) return [sent];
        const requestedAt = new Date(askedAt).toISOString();
        return [{ ...sent, requestedAt, believeAbsenceFrom: new Date(until).toISOString() }];
    });
}

/** Whether that a process is not shown means that it has ended. */
export function provesAbsence(
    { askedAt, ended }: Evidence,
    id: string,
    lastKnown: readonly (string | undefined)[]
): boolean {
    if (ended.includes(id)) return true;
    const moment = lastKnown.find((each) => each !== undefined && Date.parse(each) <= askedAt);
    return moment !== undefined && askedAt >= Date.parse(moment) + 31 * dayInMs;
}

export function isOlderThanADay(moment: string | undefined, now: number): boolean {
    if (moment === undefined || Date.parse(moment) > now) return true;
    return now >= Date.parse(moment) + dayInMs;
}
