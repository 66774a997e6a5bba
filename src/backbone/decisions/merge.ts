import { IdentityDeletionProcess, IdentityDeletionProcessProperties } from "../../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus, isOpen } from "../../domain/IdentityDeletionProcessStatus";
import { backboneAuthority, ProcessRecord, RecordWithProcess } from "../../domain/record/ProcessRecord";
import { SentCommand } from "../../domain/record/SentCommand";
import { RemoteProcess } from "../client/answers";

export type Known = Pick<ProcessRecord, "process" | "commands">;

type Mutable<Type> = { -readonly [Name in keyof Type]: Type[Name] };

const { Cancelled, Deleted, Deleting, Rejected } = IdentityDeletionProcessStatus;

/** What the Backbone says, with what it omits once a process is cancelled: its end, and who cancelled it, and when. */
export function merge(known: Known | undefined, remote: RemoteProcess): IdentityDeletionProcess {
    const before = known?.process?.properties;
    const { id, status, createdAt = before?.createdAt, createdByDevice = before?.createdByDevice } = remote;
    const gracePeriodEndsAt = remote.gracePeriodEndsAt ?? before?.gracePeriodEndsAt;
    const properties: Mutable<IdentityDeletionProcessProperties> = { id, status };
    if (createdAt !== undefined) properties.createdAt = createdAt;
    if (createdByDevice !== undefined) properties.createdByDevice = createdByDevice;
    if (gracePeriodEndsAt !== undefined) properties.gracePeriodEndsAt = gracePeriodEndsAt;
    if (status === Cancelled) Object.assign(properties, cancellation(known));
    return new IdentityDeletionProcess(properties);
}

export function closeByAbsence(known: Pick<RecordWithProcess, "process" | "commands">): IdentityDeletionProcess {
    return new IdentityDeletionProcess({ ...known.process.properties, status: Cancelled, ...cancellation(known) });
}

/**
 * A list may be older than the store, and a process never goes back to an earlier status. But all is news about a process
 * that was closed by absence only, or of which no Backbone was asked: ids are random, so what it lists is its own.
 */
export function isNews(known: ProcessRecord, remote: RemoteProcess): boolean {
    if (known.process === undefined || known.closedByAbsence) return true;
    const { status } = known.process;
    if (isForeign(known) && status !== Deleted) return isOpen(remote.status) || isOpen(status);
    return status !== remote.status && rank(status) < rankOfTheEnd && rank(remote.status) >= rank(status);
}

export function isForeign({ authority }: ProcessRecord): boolean {
    return authority !== backboneAuthority;
}

const rankOfTheEnd = 2;

function rank(status: IdentityDeletionProcessStatus): number {
    if (status === Cancelled || status === Deleted || status === Rejected) return rankOfTheEnd;
    return status === Deleting ? 1 : 0;
}

type Creation = Pick<IdentityDeletionProcessProperties, "createdByDevice" | "createdAt" | "gracePeriodEndsAt">;

/**
 * By its device, not before the request, and with the requested length. The Backbone's clock decides, or else this
 * device's within its tolerance. What cannot be attributed is another's.
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
