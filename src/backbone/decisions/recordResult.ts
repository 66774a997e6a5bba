import { Decision, Write } from "../../domain/decisions/Decision";
import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { isOpen } from "../../domain/IdentityDeletionProcessStatus";
import {
    backboneAuthority,
    hasProcess,
    noRemoteState,
    ProcessRecord,
    RecordWithProcess,
    slotHolderAmong
} from "../../domain/record/ProcessRecord";
import { Timestamp } from "../../domain/Timestamp";
import { RemoteProcess } from "../client/answers";
import { closeByAbsence, merge } from "./merge";
import { decidedByBackbone, historyMayBeGone } from "./recordChanges";

export interface Answer {
    readonly remote: RemoteProcess;
    readonly seenAt: Timestamp;
}

/** `known` is the record now and `sent` as the command left it. Other commands in doubt stay so. */
export function recordResult(
    known: ProcessRecord,
    sent: ProcessRecord,
    { remote, seenAt }: Answer
): Decision<IdentityDeletionProcess> {
    const process = merge({ process: known.process, commands: [...sent.commands, ...known.commands] }, remote);
    const commands = sent.process === undefined ? [] : known.commands.filter(({ command }) => command === "initiate");
    const after = { ...decidedByBackbone(known, process), commands, ...shownAt(remote, seenAt) };
    return { writes: [{ kind: "update", before: known, after }], value: process };
}

/** Where the command's record is gone or reused: takes the slot holder's record, so that the slot is never free. */
export function recordUnseenResult(
    current: readonly ProcessRecord[],
    record: ProcessRecord,
    sent: ProcessRecord,
    { remote, seenAt }: Answer
): Decision<IdentityDeletionProcess> {
    const process = merge(sent.process?.id === remote.id ? sent : undefined, remote);
    const shown = { ...noRemoteState, process, authority: backboneAuthority, ...shownAt(remote, seenAt) };
    const asNew = { ...decidedByBackbone(record, process), ...shownAt(remote, seenAt) };
    if (!isOpen(process.status)) {
        const writes: Write[] = historyMayBeGone(current) ? [] : [{ kind: "insert", after: asNew }];
        return { writes, value: process };
    }
    const holder = slotHolderAmong(current);
    if (holder === undefined) return { writes: [{ kind: "insert", after: asNew }], value: process };
    if (!hasProcess(holder)) {
        const { commands } = holder;
        return {
            writes: [{ kind: "update", before: holder, after: { ...holder, ...shown, commands } }],
            value: process
        };
    }
    if (!isReplacedBy(process, holder)) {
        return { writes: [{ kind: "insert", after: { ...asNew, waitsForSlot: true } }], value: process };
    }
    const closed = closeByAbsence(holder);
    const commands = holder.commands.filter(({ command }) => command === "initiate");
    const next = { ...holder, ...shown, commands, replaced: closed };
    const history = { ...decidedByBackbone(record, closed), closedByAbsence: true };
    const writes: Write[] = [
        { kind: "update", before: holder, after: next },
        { kind: "insert", after: history },
        { kind: "update", before: next, after: { ...next, replaced: undefined } }
    ];
    return { writes, value: process };
}

function isReplacedBy({ id }: IdentityDeletionProcess, { process, authority }: RecordWithProcess): boolean {
    return process.id !== id && process.isActive && authority === backboneAuthority;
}

function shownAt({ status }: RemoteProcess, seenAt: Timestamp): Pick<ProcessRecord, "shownOpenAt"> {
    return { shownOpenAt: isOpen(status) ? seenAt : undefined };
}
