import { DateTime } from "luxon";

/** A process as the Backbone keeps it. */
export interface BackboneProcess {
    readonly id: string;
    status: "Active" | "Cancelled" | "Deleting";
    readonly createdAt: DateTime;
    readonly createdByDevice: string;
    gracePeriodEndsAt: DateTime | null;
    cancelledAt: DateTime | null;
    readonly reminders: (DateTime | null)[];
}

export interface BackboneIdentity {
    readonly address: string;
    readonly devices: { readonly deviceId: string; readonly username: string; password: string }[];
    readonly processes: BackboneProcess[];
    deletedAt: DateTime | null;
}

const daysUntilForgotten = 30;
/** Days before the end; as the Backbone's own defaults. */
const remindersInDaysBeforeEnd = [12, 10, 5];

const dateFormat = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";

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
 * Since when nobody can log in for it any more, `null`: they can. That is so from the end of a grace period on, before any
 * job has run; a token that was given before lives on.
 */
export function deletedSince({ processes, deletedAt }: BackboneIdentity, now: DateTime): DateTime | null {
    const ended = processes.find(
        ({ status, gracePeriodEndsAt: end }) => status !== "Cancelled" && end !== null && now >= end
    );
    return ended?.gracePeriodEndsAt ?? deletedAt;
}

/** Sends reminders, begins the deletion whose time has come, and finishes one that had begun before this call. */
export function runJobsOf(identity: BackboneIdentity, now: DateTime): void {
    for (const process of identity.processes) {
        if (process.status === "Deleting") identity.deletedAt ??= now;
        const end = process.gracePeriodEndsAt;
        if (process.status !== "Active" || end === null) continue;
        remindersInDaysBeforeEnd.forEach((days, index) => {
            const due = end.minus({ hours: 24 * days });
            if (due > process.createdAt && due <= now) process.reminders[index] ??= now;
        });
        if (now >= end) process.status = "Deleting";
    }
}
