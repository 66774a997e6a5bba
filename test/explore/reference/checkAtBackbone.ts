import type { Beginning, Operation, Pause } from "../CallRun";
import { alice } from "../../support/fixtures";
import { isCommand } from "../ModelBackbone";
import { Violation } from "../promises";
import { checkBackboneAnswer } from "./checkBackboneAnswer";
import { requireRecords } from "./checkCall";
import { deviceOf } from "./checkLocally";
import {
    answered,
    answeredElsewhere,
    begun,
    ended,
    identityDeleted,
    newCommand,
    replaced,
    type Sender,
    withdrawn
} from "./commands";
import { evidenceIn, isOutdated, outcomeOf, processIn } from "./exchange";
import {
    changeOf,
    type Change,
    type History,
    isList,
    isLook,
    isLostRace,
    isSent,
    lastIn,
    lastIndexIn,
    lookedAt,
    recordsIn,
    type Step
} from "./History";
import { reconciled } from "./reconciled";
import { currentAmong, isSettled, remoteStateIn } from "./remoteState";
import { canonical, type Command, commandsOf, type Entry, type Stored } from "./stored";

/** Where a Backbone decides: what is stored follows from what was read, asked and answered. */
export function checkAtBackbone(beginning: Beginning, history: History, pause: Pause): void {
    const { operation } = pause;
    if (operation?.kind === "write") {
        const change = changeOf(operation, history);
        if (isBeginning(beginning, change, history)) checkBeginning(beginning, change, history);
        return;
    }
    if (operation?.kind === "request" && isCommand(operation)) requireStored(beginning, history, operation.path);
    let count = history.writesAtEnd;
    let done = history;
    if (history.changes(count) === undefined) return;
    const last = history.changes(count)!.at(-1);
    // A command that begins is no part of what was written before it.
    if (last !== undefined && isBeginning(beginning, last, history.first(history.steps.length - 1))) {
        done = history.first(history.steps.length - 1);
        count--;
        if (count === 0) return;
    }
    if (count > 0 || isAnsweredElsewhere(history) || !isAsking(history, operation)) checkRow(beginning, done, count);
    checkBackboneAnswer(beginning, history, pause);
}

/** It has not come to what it will make of the answers. */
function isAsking(history: History, operation: Pause["operation"]): boolean {
    if (operation?.kind === "request") return !isCommand(operation);
    return operation !== undefined && isOfHistory(history, operation);
}

/** Whether what is looked up is no process that was read already. */
function isOfHistory(history: History, operation: Operation): boolean {
    if (operation.kind !== "read" || operation.method !== "findByLookup") return false;
    return !lookedAt(history).records.some(({ lookup }) => lookup === operation.args[0]);
}

/** A row of writes, and what it follows from. */
function checkRow(beginning: Beginning, done: History, count: number): void {
    const base = done.first(done.steps.length - count);
    const last = base.plain.at(-1);
    if (last === undefined) return;
    const { operation } = last;
    if (isSent(last)) checkOutcome(base, done, last);
    else if (isLook(last)) checkLook(beginning, base, done, count);
    else if (isAfterCommand(base)) checkLateAnswer(base, done, count);
    else if (operation.kind === "read" && !isOfHistory(base, operation)) return;
    else if (base.sinceLook.some((step) => step.operation.kind === "write")) return;
    else if (base.sinceLook.some(isList)) {
        checkReconciled(base, done, count);
    }
}

/** Whether a command was sent since the records were read. */
function isAfterCommand(history: History): boolean {
    return history.sinceLook.some(isSent);
}

/** Another has changed the record since the command was sent: it is looked for once more. */
function checkLateAnswer(base: History, done: History, count: number): void {
    const command = lastIn(base.steps, isSent)!;
    const [found] = recordsIn(base.last!.reply.value);
    const shown = processIn(command);
    if (count === 0 || found === undefined || shown === undefined) return;
    const others = base.known().filter(({ key }) => key !== found.key);
    const expected = answered(found, sentBefore(base, command), shown, command.reply.now);
    requireRecords("a late answer", done.known(), [...others, expected]);
}

/** What was read, with what the Backbone has shown since. */
function checkReconciled(base: History, done: History, count: number): void {
    const evidence = evidenceIn(base);
    const lookedUp = base.sinceLook.filter(({ operation }) => isOfHistory(base, operation));
    const found = lookedUp.flatMap(({ reply }) => recordsIn(reply.value));
    const history = found.filter(({ key }, index) => found.findIndex((each) => each.key === key) === index);
    // What has changed since it was read counts as it was looked up.
    const records = lookedAt(base).records.filter(({ key }) => !history.some((each) => each.key === key));
    const before = [...records, ...history];
    const isToBeAsked = evidence === undefined || isOutdated(base, evidence);
    const expected = isToBeAsked ? undefined : reconciled({ records, history, address: alice.address }, evidence);
    const changes = done.changes(count)!;
    const replaced = changes.flatMap((change) => change.before ?? []);
    const written = changes.flatMap(({ after }) => after ?? []);
    const isLatest = ({ key, revision }: Stored): boolean =>
        !replaced.some((each) => each.key === key && each.revision === revision);
    const after = [...before, ...written].filter(isLatest);
    requireRecords("what the Backbone has shown", after, expected ?? before);
}

/** Only a deletion that was just told, an answer whose record another has, and the host's word follow from a look alone. */
function checkLook(beginning: Beginning, base: History, done: History, count: number): void {
    const { records } = lookedAt(base);
    if (base.last!.reply.failure !== undefined) return;
    const deletedAt = lastIndexIn(base.steps, ({ operation, reply }) => {
        const { result } = ((reply.value as { body?: unknown } | undefined)?.body ?? {}) as {
            result?: { isDeleted?: boolean };
        };
        return operation.kind === "request" && operation.path.includes("IsDeleted") && result?.isDeleted === true;
    });
    const since = base.steps.slice(deletedAt + 1);
    const isTold = deletedAt >= 0 && since.filter(isLook).length === 1 + since.filter(isLostRace).length;
    if (isTold) {
        const id = done.known().find(({ data }) => data.unlisted === true)?.data.process?.id ?? "none";
        const expected = identityDeleted(records, done.now, alice.address, id);
        requireRecords("a deleted Identity", done.known(), expected);
        const isEvent = done.steps.some(({ effects }) => effects.some(({ kind }) => kind === "identityDeleted"));
        if (count > 0 && !isEvent && !records.some(({ data }) => data.process?.status === "Deleted")) {
            throw new Violation("nobody is told that the Identity is deleted");
        }
        return;
    }
    if (beginning.call === "close" || (count === 0 && !isAnsweredElsewhere(base))) return;
    const command = lastIn(base.steps, isSent);
    const shown = command && processIn(command);
    if (shown === undefined) throw new Violation("something is written that nobody has said");
    const sent = sentBefore(base, command!);
    requireRecords(
        "an answer whose record another has",
        done.known(),
        answeredElsewhere(records, sent, shown, { now: command!.reply.now, address: alice.address })
    );
}

/** The record of the command that was carried out is not found: what is stored instead is read. */
function isAnsweredElsewhere({ steps, last }: History): boolean {
    const sentAt = lastIndexIn(steps, isSent);
    if (sentAt < 0 || last === undefined || !isLook(last) || last.reply.failure !== undefined) return false;
    return processIn(steps[sentAt]) !== undefined && steps.slice(sentAt).filter(isLook).length === 1;
}

/** The record of the command, as it was sent. */
function sentBefore(history: History, command: Step): Stored {
    const before = history.first(history.steps.indexOf(command));
    const written = lastIn(
        before.steps,
        ({ operation, reply }) => operation.kind === "write" && reply.failure === undefined
    );
    return (written!.operation as { args: readonly unknown[] }).args[0] as Stored;
}

function checkOutcome(base: History, done: History, command: Step): void {
    // Let in no more: it is tried again, or the Identity is deleted.
    if (base.last !== command) return;
    const sent = sentBefore(base, command);
    const own = commandsOf(sent).at(-1)!;
    const outcome = outcomeOf(command);
    const others = base.known().filter(({ key }) => key !== sent.key);
    const expect = (entry: Entry | undefined): void => {
        requireRecords(
            `a command with the outcome ${outcome}`,
            done.known(),
            entry === undefined ? others : [...others, entry]
        );
    };
    if (outcome === "refused token") return;
    if (outcome === "done") {
        const shown = processIn(command)!;
        const isInstead = sent.data.process !== undefined && sent.data.process.id !== shown.id;
        return expect(isInstead ? sent : answered(sent, sent, shown, base.now));
    }
    if (outcome === "refused") return expect(withdrawn(sent, own));
    expect(ended(sent, own, base.now, outcome !== "unknown"));
}

/** The command is stored with all that is needed to recognise its effect. */
function checkBeginning(beginning: Beginning, { before, after }: Change, history: History): void {
    const sender = senderOf(beginning, history);
    const name = beginning.call === "cancel" ? "cancel" : "initiate";
    const isRenewed = before !== undefined && commandsOf(before).length === commandsOf(after!).length;
    const command = newCommand(name, sender);
    const renewed = isRenewed ? commandsOf(before).at(-1)! : undefined;
    const expected = renewed === undefined ? begun(before, command, sender) : replaced(before!, renewed, command);
    requireRecords("a command", [after!], [expected]);
    if (isRenewed) return;
    const { records } = lookedAt(history);
    const target = name === "cancel" ? currentAmong(records)?.key : undefined;
    if (target !== undefined && target !== after!.key)
        throw new Violation("another process than the present one is cancelled");
    if (name === "initiate") requireFree(history, before);
}

/** Nobody initiates while it is not known whether one is open, unless only the Backbone can say. */
function requireFree(history: History, missing: Stored | undefined): void {
    const state = remoteStateIn(history);
    if (state === undefined || isAfterCommand(history)) return;
    const { records, holder } = lookedAt(history);
    if (missing === undefined && holder === undefined && isSettled(records)) return;
    const isFree = state.process === undefined ? missing === undefined : state.isMissing && missing !== undefined;
    if (!isFree || state.isInDoubt) throw new Violation("initiated beside one that is, or may be, open");
}

/** A command of its own that was not there before, or one of its own that has become too old to be sent. */
function isBeginning({ call }: Beginning, { before, after }: Change, history: History): boolean {
    if (call !== "cancel" && call !== "initiate" && call !== "initiateFor7Days") return false;
    const known = before === undefined ? [] : commandsOf(before);
    const commands = after === undefined ? [] : commandsOf(after);
    const last = commands.at(-1);
    if (last?.requestedAt !== new Date(history.now).toISOString() || last.hasEnded === true) return false;
    if (last.backboneTime === undefined) return false;
    return commands.length > known.length || isOwn(known.at(-1)!, history);
}

/** Whether the call itself has begun the command, and has not sent it since. */
function isOwn(command: Command, history: History): boolean {
    const at = lastIndexIn(
        history.steps,
        ({ operation }) => operation.kind === "write" && operation.method !== "delete"
    );
    const { operation, reply } = history.steps[at] ?? {};
    if (operation?.kind !== "write" || reply?.failure !== undefined) return false;
    if (history.steps.slice(at).some(isSent)) return false;
    const { before, after } = changeOf(operation, history.first(at));
    const commands = commandsOf(after!);
    const isNew = commands.length > (before === undefined ? 0 : commandsOf(before).length);
    return isNew && canonical(commands.at(-1)) === canonical(command);
}

function senderOf(beginning: Beginning, history: History): Sender {
    const told = lastIn(
        history.steps,
        ({ operation, reply }) => operation.kind === "request" && reply.value !== undefined
    );
    return {
        now: history.now,
        device: deviceOf(beginning),
        address: alice.address,
        lengthInDays: beginning.call === "initiateFor7Days" ? 7 : undefined,
        backboneTime: told === undefined ? undefined : new Date(told.reply.now).toISOString()
    };
}

/** Before the first byte of a command leaves, the store says that it may have been sent. */
function requireStored(beginning: Beginning, history: History, path: string): void {
    const id = path.split("/").find((part) => part.startsWith("IDP"));
    const isItsRecord = ({ data }: Stored): boolean => id === undefined || data.process?.id === id;
    const name = id === undefined ? "initiate" : "cancel";
    const isStored = history
        .known()
        .some(
            (record) =>
                isItsRecord(record) &&
                commandsOf(record).some(({ command, device }) => command === name && device === deviceOf(beginning))
        );
    if (!isStored) throw new Violation(`${name} is sent before it is stored`);
}
