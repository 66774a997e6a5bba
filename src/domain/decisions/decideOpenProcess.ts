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
 * For an open process of another authority, or in doubt. A deletion that has begun here is not decided (`deletionHasBegun`).
 * - `close`: it becomes `Cancelled` here. A Backbone that still runs it is told nothing, and deletes the Identity. The
 *   present one is asked first, and what it shows is not closed.
 * - `takeOver`: the module itself decides from now on, and deletes the Identity at the end. One that the person has asked to
 *   cancel becomes `Cancelled`. Refused where a Backbone is the authority (`invalidPropertyValue`).
 */
export type OpenProcessDecision = "close" | "takeOver";

export interface DecisionScope {
    readonly decision: OpenProcessDecision;
    readonly authority: "local" | "remote";
    readonly now: Timestamp;
    readonly deviceId: string;
}

/** The slot's holder comes last: when interrupted, an open process holds the slot, and the decision can be repeated. */
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

function takeOver(before: ProcessRecord, { process, unlisted, deletion }: ProcessRecord): Write {
    const dueAt = firstDueDateOf(process!);
    const after = { ...before, ...noRemoteState, unlisted, process, deletion, authority: undefined, dueAt };
    return { kind: "update", before, after };
}

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

/** The slot's holder, else the one that ends last: no deletion is too early. */
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

/** What no Backbone ever decided, and what this one no longer shows. */
function isForRemote(record: ProcessRecord): boolean {
    return isOpenHere(record) || record.missingSince !== undefined;
}

function cancellationIn({ commands }: ProcessRecord): SentCommand | undefined {
    return commands.find(({ command }) => command === "cancel");
}
