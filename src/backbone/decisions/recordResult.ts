import { Decision } from "../../domain/decisions/Decision";
import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { isOpen } from "../../domain/IdentityDeletionProcessStatus";
import { ProcessRecord, slotHolderAmong } from "../../domain/record/ProcessRecord";
import { Timestamp } from "../../domain/Timestamp";
import { RemoteProcess } from "../client/answers";
import { merge } from "./merge";
import { decidedByBackbone, historyMayBeGone } from "./recordChanges";

/** What the Backbone has answered to a command, at `seenAt`. */
export interface Answer {
    readonly remote: RemoteProcess;
    readonly seenAt: Timestamp;
}

/**
 * The record of a command, `known` as it is now and `sent` as the command left it, by the Backbone's own answer. Other
 * commands of before, if any is still in doubt, stay so.
 */
export function recordResult(
    known: ProcessRecord,
    sent: ProcessRecord,
    { remote, seenAt }: Answer
): Decision<IdentityDeletionProcess> {
    const process = merge({ ...known, commands: [...sent.commands, ...known.commands] }, remote);
    const commands = sent.process === undefined ? [] : known.commands.filter(({ command }) => command === "initiate");
    const after = { ...decidedByBackbone(known, process), commands, ...shownAt(remote, seenAt) };
    return { writes: [{ kind: "update", before: known, after }], value: process };
}

/**
 * The command's record is gone, or another process has it: the new one takes the place of another command, and waits where
 * another process holds the slot; then the Backbone says which one stays.
 */
export function recordUnseenResult(
    current: readonly ProcessRecord[],
    record: ProcessRecord,
    sent: ProcessRecord,
    { remote, seenAt }: Answer
): Decision<IdentityDeletionProcess> {
    const process = merge(sent.process?.id === remote.id ? sent : undefined, remote);
    if (!isOpen(process.status) && historyMayBeGone(current)) return { writes: [], value: process };
    const holder = slotHolderAmong(current);
    const shown = (record: ProcessRecord, more: Partial<ProcessRecord>): ProcessRecord => ({
        ...decidedByBackbone(record, process),
        ...shownAt(remote, seenAt),
        ...more
    });
    if (holder !== undefined && holder.process === undefined && isOpen(process.status)) {
        // Whoever takes that command for lost frees the slot: so the process takes its record over.
        const { commands } = holder;
        return { writes: [{ kind: "update", before: holder, after: shown(holder, { commands }) }], value: process };
    }
    const after = shown(record, { waitsForSlot: holder !== undefined });
    return { writes: [{ kind: "insert", after }], value: process };
}

function shownAt({ status }: RemoteProcess, seenAt: Timestamp): Pick<ProcessRecord, "shownOpenAt"> {
    return { shownOpenAt: isOpen(status) ? seenAt : undefined };
}
