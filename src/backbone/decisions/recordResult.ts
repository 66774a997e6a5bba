import { Decision } from "../../domain/decisions/Decision";
import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { isOpen } from "../../domain/IdentityDeletionProcessStatus";
import { ProcessRecord, slotHolderAmong } from "../../domain/record/ProcessRecord";
import { Timestamp } from "../../domain/Timestamp";
import { RemoteProcess } from "../client/answers";
import { merge } from "./merge";
import { decidedByBackbone } from "./recordChanges";

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
 * The command's record is gone, or another process has it: the new one waits where another holds the slot, and the Backbone
 * says which one stays.
 */
export function recordUnseenResult(
    current: readonly ProcessRecord[],
    record: ProcessRecord,
    sent: ProcessRecord,
    { remote, seenAt }: Answer
): Decision<IdentityDeletionProcess> {
    const process = merge(sent.process?.id === remote.id ? sent : undefined, remote);
    const waitsForSlot = slotHolderAmong(current) !== undefined;
    const after = { ...decidedByBackbone(record, process), waitsForSlot, ...shownAt(remote, seenAt) };
    return { writes: [{ kind: "insert", after }], value: process };
}

function shownAt({ status }: RemoteProcess, seenAt: Timestamp): Pick<ProcessRecord, "shownOpenAt"> {
    return { shownOpenAt: isOpen(status) ? seenAt : undefined };
}
