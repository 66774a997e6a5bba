import { IdentityDeletionError } from "../IdentityDeletionError";
import { IdentityDeletionProcess } from "../IdentityDeletionProcess";
import { IdentityDeletionProcessStatus, isOpen } from "../IdentityDeletionProcessStatus";
import {
    deletionHasBegun,
    isOpenElsewhere,
    isOpenHere,
    noRemoteState,
    ProcessRecord,
    slotHolderAmong
} from "../record/ProcessRecord";
import { SentCommand } from "../record/SentCommand";
import { Timestamp } from "../Timestamp";
import { Decision, Write } from "./Decision";
import { firstDueDateOf } from "./initiate";

/**
 * What shall happen to an open process that another authority than the present one has decided, or that is in doubt.
 *
 * - `close`: it is closed here, as `Cancelled` by this device. The other authority is told nothing: where a Backbone still
 *   runs the process, the Backbone still deletes the Identity. So a Backbone that is the present authority is asked first,
 *   and one that it shows is not closed.
 * - `takeOver`: the module itself decides about it from now on, and deletes the Identity at its end. One that the person has
 *   asked to cancel, with an unknown outcome, becomes `Cancelled`: that is what they wanted. Only where the
 *   module is the present authority; a Backbone takes over nothing (`invalidPropertyValue`).
 *
 * A deletion that has begun here can only be finished, by a lifecycle: both are refused (`deletionHasBegun`).
 */
export type OpenProcessDecision = "close" | "takeOver";

export interface DecisionScope {
    readonly decision: OpenProcessDecision;
    /** Who is in charge now. */
    readonly authority: "local" | "remote";
    readonly now: Timestamp;
    readonly deviceId: string;
}

/**
 * Those that wait for the slot come first and its holder last: whatever interrupts it, one that is open holds the slot, and
 * the same decision can be made again. The value is the process that was decided last; absent: there was none.
 */
export function decideOpenProcess(
    records: readonly ProcessRecord[],
    scope: DecisionScope
): Decision<IdentityDeletionProcess | undefined> {
    if (records.some(deletionHasBegun)) throw IdentityDeletionError.deletionHasBegun();
    const isAffected = scope.authority === "local" ? isOpenElsewhere : isForRemote;
    const affected = records.filter((record) => isAffected(record));
    const isCancelled = affected.some((record) => cancellationIn(record) !== undefined);
    const successor = scope.decision === "takeOver" && !isCancelled ? successorAmong(records, affected) : undefined;
    const holder = slotHolderAmong(records);
    const order = (record: ProcessRecord): number => (record === successor ? 2 : 0) + (record === holder ? 1 : 0);
    const writes = [...affected]
        .sort((one, other) => order(one) - order(other))
        .flatMap((record): Write[] => {
            // It is no process, and the successor is written into its record: the slot is never free.
            if (successor !== undefined && successor !== holder && record === holder) return [];
            if (record !== successor) return [close(record, scope)];
            return successor === holder || holder === undefined
                ? [takeOver(successor, successor)]
                : [{ kind: "remove", record: successor }, takeOver(holder, successor)];
        });
    const decided = writes.flatMap((write) => (write.kind === "update" ? [write.after.process] : []));
    return { writes, value: decided.at(-1) };
}

/** The successor's process, in a record that holds the slot. */
function takeOver(before: ProcessRecord, { process, unlisted, deletion }: ProcessRecord): Write {
    const dueAt = firstDueDateOf(process!);
    const after = { ...before, ...noRemoteState, unlisted, process, deletion, authority: undefined, dueAt };
    return { kind: "update", before, after };
}

/** By the person's own command, where there is one. */
function close(before: ProcessRecord, { now, deviceId }: DecisionScope): Write {
    if (before.process === undefined) return { kind: "remove", record: before };
    // The Backbone has not said so: what it shows later counts more.
    const closedByAbsence = before.authority !== undefined;
    const process = closed(before.process, cancellationIn(before), now, deviceId);
    const dueAt = firstDueDateOf(process);
    const { unlisted } = before;
    return {
        kind: "update",
        before,
        after: { ...before, ...noRemoteState, unlisted, process, closedByAbsence, dueAt }
    };
}

function closed(
    process: IdentityDeletionProcess,
    cancellation: SentCommand | undefined,
    now: Timestamp,
    deviceId: string
): IdentityDeletionProcess {
    if (!isOpen(process.status)) return process;
    return new IdentityDeletionProcess({
        ...process.properties,
        status: IdentityDeletionProcessStatus.Cancelled,
        cancelledAt: cancellation?.requestedAt ?? now,
        cancelledByDevice: cancellation?.device ?? deviceId
    });
}

/** The slot's holder; where it is no process yet, or none is there, the one that ends last: no deletion is too early. */
function successorAmong(
    records: readonly ProcessRecord[],
    affected: readonly ProcessRecord[]
): ProcessRecord | undefined {
    const holder = slotHolderAmong(records);
    if (holder !== undefined && !affected.includes(holder)) return undefined;
    const open = affected.filter(({ process }) => process !== undefined && isOpen(process.status));
    const endOf = ({ process }: ProcessRecord): string => process!.properties.gracePeriodEndsAt ?? "never";
    return (
        open.find((record) => record === holder) ?? open.sort((one, other) => (endOf(one) < endOf(other) ? 1 : -1))[0]
    );
}

/** Where a Backbone decides: what no Backbone ever decided, and what this one no longer shows. */
function isForRemote(record: ProcessRecord): boolean {
    return isOpenHere(record) || record.missingSince !== undefined;
}

/** The person has asked to cancel it, and it is not known whether the Backbone did. */
function cancellationIn({ commands }: ProcessRecord): SentCommand | undefined {
    return commands.find(({ command }) => command === "cancel");
}
