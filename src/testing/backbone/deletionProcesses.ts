import type { DateTime } from "luxon";
import { dateFormat } from "./wire";

/** A process as the Backbone keeps it. */
export interface BackboneProcess {
    readonly id: string;
    status: "Active" | "Cancelled" | "Deleting";
    readonly createdAt: DateTime;
    /** `null`: the Backbone's support has started it. */
    readonly createdByDevice: string | null;
    gracePeriodEndsAt: DateTime | null;
    cancelledAt: DateTime | null;
    readonly reminders: (DateTime | null)[];
}

export interface BackboneIdentity {
    readonly address: string;
    readonly devices: { readonly deviceId: string; readonly username: string; password: string }[];
    readonly processes: BackboneProcess[];
    deletedAt: DateTime | null;
    /** Its row is gone and nothing says that it was deleted: a later step of the deletion has failed. */
    isForgotten: boolean;
}

/**
 * How far a run of the deletion job gets, once a grace period is over. `begins`: who still has a token sees the process as
 * deleting. `losesTheIdentity`: a step fails after the Identity's row is gone, and nothing tells that it was deleted.
 */
export type DeletionJob = "finishes" | "begins" | "losesTheIdentity";

const daysUntilForgotten = 30;
/** Days before the end; as the Backbone's own defaults. */
const remindersInDaysBeforeEnd = [12, 10, 5];

function dateOnTheWire(moment: DateTime | null): string | null {
    return moment === null ? null : moment.toUTC().toFormat(dateFormat);
}

/** With the properties that the Backbone sends, the deprecated ones among them, and its nulls. */
export function processOnTheWire(process: BackboneProcess): Record<string, string | null> {
    const [first, second, third] = process.reminders.map(dateOnTheWire);
    return {
        id: process.id,
        status: process.status,
        createdAt: dateOnTheWire(process.createdAt),
        createdByDevice: process.createdByDevice,
        approvedAt: dateOnTheWire(process.createdAt),
        approvedByDevice: process.createdByDevice,
        gracePeriodEndsAt: dateOnTheWire(process.gracePeriodEndsAt),
        gracePeriodReminder1SentAt: first,
        gracePeriodReminder2SentAt: second,
        gracePeriodReminder3SentAt: third
    };
}

/** What a Backbone still shows of an Identity's processes, oldest first. */
export function remembered({ processes }: BackboneIdentity, now: DateTime): BackboneProcess[] {
    const forgottenBefore = now.minus({ hours: 24 * daysUntilForgotten });
    return processes.filter(({ cancelledAt }) => cancelledAt === null || cancelledAt > forgottenBefore);
}

/**
 * Since when no device can log in for it any more; `null`: they can. That is so from the end of a grace period on, before any
 * job has run; a token that was given before lives on.
 */
export function deletedSince({ processes, deletedAt }: BackboneIdentity, now: DateTime): DateTime | null {
    const ended = processes.find(
        ({ status, gracePeriodEndsAt: end }) => status !== "Cancelled" && end !== null && now >= end
    );
    return ended?.gracePeriodEndsAt ?? deletedAt;
}

/** Sends the most urgent reminder that is due, and deletes what is past its end, as far as the job gets. */
export function runJobsOf(identity: BackboneIdentity, now: DateTime, job: DeletionJob): void {
    for (const process of identity.processes) {
        const end = process.gracePeriodEndsAt;
        if (process.status === "Cancelled" || end === null) continue;
        if (process.status === "Active") remind(process, end, now);
        if (now < end) continue;
        process.status = "Deleting";
        if (job !== "begins") identity.deletedAt ??= now;
        if (job === "losesTheIdentity") identity.isForgotten = true;
    }
}

function remind(process: BackboneProcess, end: DateTime, now: DateTime): void {
    const isDue = (days: number): boolean => {
        const due = end.minus({ hours: 24 * days });
        return due > process.createdAt && due <= now;
    };
    const mostUrgent = remindersInDaysBeforeEnd.map(isDue).lastIndexOf(true);
    if (mostUrgent !== -1) process.reminders[mostUrgent] ??= now;
}
