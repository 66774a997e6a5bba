import type { Answer, Beginning, Pause } from "../CallRun";
import { alice, alicesTablet } from "../../support/fixtures";
import { Violation } from "../promises";
import { requireRecords, requireSame } from "./checkCall";
import { type History, isLook, lookedAt, recordsIn } from "./History";
import { cancelled, decided, type Expected, initiated, type Situation } from "./local";
import { canonical, isOpenElsewhere, type Stored } from "./stored";

const none = "noActiveIdentityDeletionProcess";

export function deviceOf({ actor }: Beginning): string {
    return actor === "phone" || actor === "recovery" ? alice.deviceId : alicesTablet.deviceId;
}

/** Where the module itself decides. */
export function checkLocally(beginning: Beginning, history: History, pause: Pause): void {
    const { call } = beginning;
    if (call === "initiate" || call === "initiateFor7Days") checkInitiate(beginning, history, pause);
    const looked = history.last !== undefined && isLook(history.last) && history.last.reply.failure === undefined;
    if (call === "cancel") checkCancel(beginning, history, pause, looked);
    if (call === "getActive" && looked) {
        const { records, holder } = lookedAt(history);
        const process = holder?.data.process;
        if (records.some(isOpenElsewhere)) requireAnswer(pause, { refusal: "authorityHasChanged" });
        else requireAnswer(pause, process?.status === "Active" ? { value: process } : { refusal: none });
    }
    if (call === "list" && history.last?.reply.failure === undefined && pause.answer !== undefined) {
        const listed = recordsIn(history.last?.reply.value).filter(
            ({ data }) => data.process && data.unlisted !== true
        );
        const value = listed.map(({ data }) => data.process);
        requireSame("what is listed", canonical(pause.answer.value), canonical(value));
    }
}

/** The first time nothing is read; the slot decides. */
function checkInitiate(beginning: Beginning, history: History, pause: Pause): void {
    const { operation } = pause;
    const isFirst = history.steps.length === 0;
    const looked = history.last !== undefined && isLook(history.last);
    const length = beginning.call === "initiate" ? 14 : 7;
    if (operation?.kind === "write") {
        const after = operation.args[0] as Stored;
        const records = isFirst ? [] : lookedAt(history).records;
        const expected = initiated(records, situation(beginning, history.now, after.data.process?.id), length);
        if (operation.method !== "insert" || expected.records === undefined) throw new Violation("a needless write");
        requireRecords("a new process", [...records, after], expected.records);
    } else if (isFirst) throw new Violation("initiate asks first");
    if (pause.answer === undefined) return;
    if (looked && history.last.reply.failure === undefined) {
        return requireAnswer(pause, initiated(lookedAt(history).records, situation(beginning, history.now)));
    }
    if (history.last?.reply.failure === undefined) requireAnswer(pause, { value: writtenLast(history) });
}

function checkCancel(beginning: Beginning, history: History, pause: Pause, looked: boolean): void {
    if (looked) {
        const { records } = lookedAt(history);
        const expected = cancelled(records, situation(beginning, history.now));
        if (expected.refusal !== undefined) requireAnswer(pause, expected);
        else requireWrites(pause);
    }
    requireDone("a cancellation", history, pause, (look) => cancelled(look, situation(beginning, history.now)));
}

/** The host's word, on what the module has read right before. */
export function checkDecision(beginning: Beginning, history: History, pause: Pause): void {
    const decision = beginning.call as "close" | "takeOver";
    const { authority } = beginning.script;
    const decide = (records: readonly Stored[]): Expected =>
        decided(records, situation(beginning, history.now), decision, authority);
    if (authority === "backbone" && !isAskedAlready(history, pause)) return;
    const last = history.last;
    if (last !== undefined && isLook(last) && last.reply.failure === undefined) {
        const { records } = lookedAt(history);
        const expected = decide(records);
        if (expected.refusal !== undefined) requireAnswer(pause, expected);
    }
    requireDone(decision, history, pause, decide);
}

/** Beside a Backbone it is asked first: what is read last, and not to ask it again, is what is decided on. */
function isAskedAlready(history: History, pause: Pause): boolean {
    if (pause.answer === undefined || pause.answer.code.endsWith("storeUnavailable")) return false;
    const base = history.first(history.steps.length - history.writesAtEnd);
    return base.last !== undefined && isLook(base.last);
}

/** The row of writes since the last look is the whole of what was to be done, and is answered. */
function requireDone(
    what: string,
    history: History,
    pause: Pause,
    decide: (records: readonly Stored[]) => Expected
): void {
    if (pause.operation?.kind === "write") return;
    const count = history.writesAtEnd;
    const base = history.first(history.steps.length - count);
    const isLooked = base.last !== undefined && isLook(base.last) && base.last.reply.failure === undefined;
    if (!isLooked || history.changes(count) === undefined) return;
    const expected = decide(lookedAt(base).records);
    if (expected.refusal !== undefined) return requireAnswer(pause, expected);
    requireRecords(what, history.known(), expected.records!);
    requireAnswer(pause, expected);
}

function requireWrites(pause: Pause): void {
    if (pause.operation?.kind !== "write") throw new Violation("nothing is written");
}

export function requireAnswer({ answer }: Pause, { refusal, value }: Expected): void {
    const expected = refusal ?? "ok";
    if (answer === undefined) throw new Violation(`it goes on instead of answering ${expected}`);
    const code = codeOf(answer);
    if (code !== expected) throw new Violation(`it is answered with ${code} instead of ${expected}`);
    if (refusal === undefined) requireSame("the answer", canonical(answer.value ?? null), canonical(value ?? null));
}

export function codeOf({ code }: Answer): string {
    return code.split(".").at(-1)!;
}

function writtenLast(history: History): Stored["data"]["process"] {
    const operation = history.last?.operation;
    return operation?.kind === "write" ? (operation.args[0] as Stored).data.process : undefined;
}

function situation(beginning: Beginning, now: number, id = "none"): Situation {
    return { now, device: deviceOf(beginning), address: alice.address, id };
}
