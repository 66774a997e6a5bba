import { IdentityDeletionProcess, IdentityDeletionProcessProperties } from "../../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus, isOpen } from "../../domain/IdentityDeletionProcessStatus";
import { backboneAuthority, ProcessRecord, RecordWithProcess } from "../../domain/record/ProcessRecord";
import { SentCommand } from "../../domain/record/SentCommand";
import { RemoteProcess } from "../client/answers";

/** What a merge needs of a record. */
export type Known = Pick<ProcessRecord, "process" | "commands">;

const { Cancelled, Deleted, Deleting, Rejected } = IdentityDeletionProcessStatus;

/**
 * What is known of a process once the Backbone has shown it: what the Backbone says, and what it does not say or says no
 * more, from what was known before: the end that a cancelled process would have had, and when and by which device it was
 * cancelled, if it was this one.
 */
export function merge(known: Known | undefined, remote: RemoteProcess): IdentityDeletionProcess {
    const before = known?.process?.properties;
    const { id, status, createdAt = before?.createdAt, createdByDevice = before?.createdByDevice } = remote;
    const gracePeriodEndsAt = remote.gracePeriodEndsAt ?? before?.gracePeriodEndsAt;
    let properties: IdentityDeletionProcessProperties = { id, status };
    if (createdAt !== undefined) properties = { ...properties, createdAt };
    if (createdByDevice !== undefined) properties = { ...properties, createdByDevice };
    if (gracePeriodEndsAt !== undefined) properties = { ...properties, gracePeriodEndsAt };
    if (status !== Cancelled) return new IdentityDeletionProcess(properties);
    return new IdentityDeletionProcess({ ...properties, ...cancellation(known) });
}

/** Closed because the Backbone no longer shows it, and its absence can be trusted. */
export function closeByAbsence(known: Pick<RecordWithProcess, "process" | "commands">): IdentityDeletionProcess {
    return new IdentityDeletionProcess({ ...known.process.properties, status: Cancelled, ...cancellation(known) });
}

/**
 * A list may be older than what the store knows by now. A process goes from active to deleting or cancelled and never back,
 * so what is behind what is known is no news; unless what is known was only concluded from its absence, or the Backbone was
 * never asked about it: ids are random, so what the Backbone lists is its own, even if it was imported or closed here.
 */
export function isNews(known: ProcessRecord, remote: RemoteProcess): boolean {
    if (known.process === undefined || known.closedByAbsence) return true;
    const { status } = known.process;
    if (isForeign(known) && status !== Deleted) return isOpen(remote.status) || isOpen(status);
    return status !== remote.status && rank(status) < rankOfTheEnd && rank(remote.status) >= rank(status);
}

/** Whether no Backbone has decided about it, as far as this store knows. */
export function isForeign({ authority }: ProcessRecord): boolean {
    return authority !== backboneAuthority;
}

const rankOfTheEnd = 2;

/** An unknown status may be followed by any other. */
function rank(status: IdentityDeletionProcessStatus): number {
    if (status === Cancelled || status === Deleted || status === Rejected) return rankOfTheEnd;
    return status === Deleting ? 1 : 0;
}

type Creation = Pick<IdentityDeletionProcessProperties, "createdByDevice" | "createdAt" | "gracePeriodEndsAt">;

/**
 * Whether this is what the command brought about: by its device, not before it was asked for, and as long as was asked for.
 * When it was asked for is told by the Backbone's own clock; only where that one is not known is this device's believed, as
 * far as it may be off. What cannot be attributed is another's.
 */
export function isEffectOf(sent: SentCommand, process: Creation, clockToleranceInMs: number): boolean {
    const { createdByDevice, createdAt } = process;
    if (sent.command !== "initiate" || createdByDevice !== sent.device || createdAt === undefined) return false;
    if (!isAsLongAsAskedFor(sent, createdAt, process.gracePeriodEndsAt)) return false;
    if (sent.backboneTime !== undefined) return createdAt >= sent.backboneTime;
    return Date.parse(createdAt) >= Date.parse(sent.requestedAt) - clockToleranceInMs;
}

/** A cancelled one does not say how long it was. */
function isAsLongAsAskedFor({ lengthOfGracePeriodInDays: length }: SentCommand, start: string, end?: string): boolean {
    if (length === undefined || end === undefined) return true;
    return Math.abs(Date.parse(end) - Date.parse(start) - length * dayInMs) <= roundingInMs;
}

const dayInMs = 86_400_000;
/** What a Backbone may round an end by. */
const roundingInMs = 1_000;

function cancellation(known: Known | undefined): { cancelledAt?: string; cancelledByDevice?: string } {
    const before = known?.process?.properties;
    if (before?.cancelledAt !== undefined) {
        const { cancelledAt, cancelledByDevice } = before;
        return cancelledByDevice === undefined ? { cancelledAt } : { cancelledAt, cancelledByDevice };
    }
    const own = known?.commands.find(({ command }) => command === "cancel");
    return own === undefined ? {} : { cancelledAt: own.requestedAt, cancelledByDevice: own.device };
}
