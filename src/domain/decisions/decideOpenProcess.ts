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
 *   asked to cancel, with an outcome that nobody knows, becomes `Cancelled`: they have said what they want. Only where the
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
 * the same word can be said again. The value is the process that was decided last; absent: there was none.
 */
export function decideOpenProcess(
    records: readonly ProcessRecord[],
    scope: DecisionScope
): Decision<IdentityDeletionProcess | undefined> {
    if (records.some(deletionHasBegun)) throw IdentityDeletionError.deletionHasBegun();
    const isMeant = scope.authority === "local" ? isOpenElsewhere : isForRemote;
    const meant = records.filter((record) => isMeant(record));
    const isCancelled = meant.some((record) => cancellationIn(record) !== undefined);
    const heir = scope.decision === "takeOver" && !isCancelled ? heirAmong(records, meant) : undefined;
    const holder = slotHolderAmong(records);
    const order = (record: ProcessRecord): number => (record === heir ? 2 : 0) + (record === holder ? 1 : 0);
    const writes = [...meant]
        .sort((one, other) => order(one) - order(other))
        .flatMap((record): Write[] => {
            // It is no process, and its record takes the heir over: the slot is never free.
            if (heir !== undefined && heir !== holder && record === holder) return [];
            if (record !== heir) return [close(record, scope)];
            return heir === holder || holder === undefined
                ? [takeOver(heir, heir)]
                : [{ kind: "remove", record: heir }, takeOver(holder, heir)];
        });
    const decided = writes.flatMap((write) => (write.kind === "update" ? [write.after.process] : []));
    return { writes, value: decided.at(-1) };
}

/** The heir's process, in a record that holds the slot. */
function takeOver(before: ProcessRecord, { process, unlisted, deletion }: ProcessRecord): Write {
    const dueAt = firstDueDateOf(process!);
    const after = { ...before, ...noRemoteState, unlisted, process, deletion, authority: undefined, dueAt };
    return { kind: "update", before, after };
}

/** By the person's own word, where that is known. */
function close(before: ProcessRecord, { now, deviceId }: DecisionScope): Write {
    if (before.process === undefined) return { kind: "remove", record: before };
    // The Backbone has not said so: where it decides again one day, its word counts more.
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

/** The slot's holder; where it is no process yet, or none is there, the one that ends last: nobody is deleted too early. */
function heirAmong(records: readonly ProcessRecord[], meant: readonly ProcessRecord[]): ProcessRecord | undefined {
    const holder = slotHolderAmong(records);
    if (holder !== undefined && !meant.includes(holder)) return undefined;
    const open = meant.filter(({ process }) => process !== undefined && isOpen(process.status));
    const endOf = ({ process }: ProcessRecord): string => process!.properties.gracePeriodEndsAt ?? "never";
    return (
        open.find((record) => record === holder) ?? open.sort((one, other) => (endOf(one) < endOf(other) ? 1 : -1))[0]
    );
}

/** Where a Backbone decides: what no Backbone ever decided, and what this one no longer shows. */
function isForRemote(record: ProcessRecord): boolean {
    return isOpenHere(record) || record.missingSince !== undefined;
}

/** The person has asked to cancel it, and nobody knows whether the Backbone heard. */
function cancellationIn({ commands }: ProcessRecord): SentCommand | undefined {
    return commands.find(({ command }) => command === "cancel");
}
