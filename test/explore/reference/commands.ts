// What has to be stored around a command to a Backbone, so that it is never forgotten and never counted twice.
import { byBackbone, cancellation, merged } from "./merged";
import type { Shown } from "./shown";
import {
    type Command,
    commandsOf,
    type Entry,
    hasBegun,
    holderAmong,
    isOpen,
    isOpenHere,
    type Process
} from "./stored";
import { withCommands } from "./reconciled";

/** A command counts as on its way for so long: until it is sent, during the request, and a while after. */
const mayArriveWithinInMs = 2_000 + 10_000 + 10_000;
const lateArrivalInMs = 10_000;

export interface Sender {
    readonly now: number;
    readonly device: string;
    readonly address: string;
    readonly lengthInDays: number | undefined;
    /** What the Backbone last said about the time. */
    readonly backboneTime: string | undefined;
}

export function newCommand(command: Command["command"], sender: Sender): Command {
    const { now, device, lengthInDays, backboneTime } = sender;
    return {
        command,
        requestedAt: new Date(now).toISOString(),
        device,
        believeAbsenceFrom: new Date(now + mayArriveWithinInMs).toISOString(),
        backboneTime,
        lengthInDays: command === "initiate" ? lengthInDays : undefined
    };
}

/** Stored before the first byte leaves: with the process that it is about, or alone. */
export function begun(target: Entry | undefined, command: Command, { address }: Sender): Entry {
    if (target !== undefined) return withNewCommands(target, [...commandsOf(target), command]);
    return { key: "new", dueAt: null, data: { address, authority: "backbone", intents: [command] } };
}

/** Nobody waits for the answer any more. */
export function ended(record: Entry, command: Command, now: number, isProcessed: boolean): Entry {
    const believeAbsenceFrom = new Date(now + (isProcessed ? 0 : lateArrivalInMs)).toISOString();
    return replaced(record, command, { ...command, believeAbsenceFrom, hasEnded: true });
}

export function replaced(record: Entry, command: Command, next: Command): Entry {
    return withNewCommands(record, [...without(record, command), next]);
}

/** It is certain that it was not carried out. */
export function withdrawn(record: Entry, command: Command): Entry | undefined {
    return record.data.process === undefined ? undefined : withNewCommands(record, without(record, command));
}

function without(record: Entry, command: Command): Command[] {
    return commandsOf(record).filter((each) => each !== command);
}

function withNewCommands(record: Entry, commands: readonly Command[]): Entry {
    const { key, data } = withCommands(record, commands);
    return { key, dueAt: data.deletionConfirmedAt ?? null, data: { ...data, authority: "backbone" } };
}

/** The Backbone has carried it out. `known` is the record as it is now, `sent` as the command left it. */
export function answered(known: Entry, sent: Entry, shown: Shown, now: number): Entry {
    const all = withCommands(known, [...commandsOf(sent), ...commandsOf(known)]);
    const others = sent.data.process === undefined ? [] : commandsOf(known);
    const entry = byBackbone(known, merged(all, shown), shownAt(shown, now));
    return withCommands(
        entry,
        others.filter(({ command }) => command === "initiate")
    );
}

/** It was carried out, and another process has the command's record, or none. */
export function answeredElsewhere(
    records: readonly Entry[],
    sent: Entry,
    shown: Shown,
    { now, address }: Pick<Sender, "now" | "address">
): Entry[] {
    const isNone = sent.data.process?.id !== shown.id;
    const process = merged(isNone ? undefined : sent, shown);
    const empty: Entry = { key: "new", dueAt: null, data: { address } };
    const alone = byBackbone(empty, process, shownAt(shown, now));
    const holder = holderAmong(records);
    if (!isOpen(process)) return historyIsGone(records) ? [...records] : [...records, alone];
    if (holder === undefined) return [...records, alone];
    const known = holder.data.process;
    const isReplaced = known === undefined || (known.id !== process.id && isBackbones(holder));
    if (!isReplaced) return [...records, { ...alone, data: { ...alone.data, isBeside: true } }];
    const others = records.filter((record) => record !== holder);
    const next = byBackbone(holder, process, shownAt(shown, now));
    const taken = {
        ...withCommands(
            next,
            commandsOf(holder).filter(({ command }) => known === undefined || command === "initiate")
        ),
        dueAt: holder.dueAt
    };
    if (known === undefined) return [...others, taken];
    const closed = { ...known, status: "Cancelled", ...cancellation(holder) };
    return [...others, taken, byBackbone(empty, closed, { closedByAbsence: true })];
}

function isBackbones({ data: { process, authority } }: Entry): boolean {
    return process?.status === "Active" && authority === "backbone";
}

function shownAt(shown: Shown, now: number): { shownOpenAt?: string } {
    return isOpen(shown) ? { shownOpenAt: new Date(now).toISOString() } : {};
}

function historyIsGone(records: readonly Entry[]): boolean {
    return records.some((record) => isOpenHere(record) || record.data.process?.status === "Deleted");
}

/** The Backbone says that the Identity is deleted. `id`: of the mark, where no process was known. */
export function identityDeleted(records: readonly Entry[], now: number, address: string, id: string): Entry[] {
    const holder = holderAmong(records);
    if (holder !== undefined && hasBegun(holder)) return [...records];
    const others = records.filter((record) => record !== holder).flatMap(closedByDeletion);
    if (holder?.data.process?.status === "Deleted") return [holder, ...others];
    const known = holder?.data.process;
    const moment = new Date(now).toISOString();
    const process: Process = known === undefined ? { id, status: "Deleted" } : { ...known, status: "Deleted" };
    const before: Entry = holder ?? { key: "new", dueAt: null, data: { address } };
    const more = { unlisted: known === undefined, deletionConfirmedAt: moment };
    return [{ ...byBackbone(before, process, more), dueAt: moment }, ...others];
}

function closedByDeletion(record: Entry): Entry[] {
    const { process } = record.data;
    if (process === undefined) return [];
    if (!isOpen(process)) return [byBackbone(record, process)];
    return [byBackbone(record, { ...process, status: "Cancelled" }, { closedByAbsence: true })];
}
