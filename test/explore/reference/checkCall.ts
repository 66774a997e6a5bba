import type { Beginning, Pause } from "../CallRun";
import { Violation } from "../promises";
import { alice } from "../../support/fixtures";
import { checkAtBackbone } from "./checkAtBackbone";
import { checkDecision, checkLocally } from "./checkLocally";
import { checkWorker } from "./checkWorker";
import { eventsIn, eventsOf } from "./events";
import { type Change, changeOf, type History, type WriteStep } from "./History";
import { asText, canonical, type Entry, identityKey, type Process, textOf, type Stored } from "./stored";

/**
 * What a call does next follows from what it was told: each of its writes, what it tells of them, and its answer are compared
 * with an independent statement of what they must be. Throws a `Violation`.
 */
export function checkCall(beginning: Beginning, history: History, pause: Pause): void {
    const { call, script } = beginning;
    if (pause.operation?.kind === "write") checkWrite(pause.operation, history);
    if (pause.operation?.kind === "write" && call !== "runDue") checkRemoval(pause.operation, history);
    if (pause.operation?.kind !== "write" || call === "runDue" || call === "retry") checkEvents(history, pause);
    if (call === "import") return;
    if (call === "runDue" || call === "retry") checkWorker(beginning, history, pause);
    else if (call === "close" || call === "takeOver") checkDecision(beginning, history, pause);
    else if (script.authority === "local") checkLocally(beginning, history, pause);
    if (script.authority === "backbone" && call !== "runDue" && call !== "retry")
        checkAtBackbone(beginning, history, pause);
}

/** The columns follow from the content, the revision from the one before. */
function checkWrite(operation: { readonly method: string; readonly args: readonly unknown[] }, history: History): void {
    if (operation.method === "delete") return;
    const [record, expectedRevision] = operation.args as [Stored, number | undefined];
    requireSame("the columns of a record", textOf(record), asText(record, identityKey));
    if (record.identityKey !== identityKey) throw new Violation("a record of nobody is written");
    const revision = operation.method === "insert" ? 0 : expectedRevision;
    if (revision === undefined || record.revision !== revision + 1) throw new Violation("a revision is left out");
    const { before } = changeOf({ kind: "write", method: operation.method as "update", args: operation.args }, history);
    if (operation.method === "update" && before === undefined) throw new Violation("what was never read is changed");
    const address = record.data.process?.status === "Deleted" ? record.data.address : alice.address;
    if (record.data.address !== address) throw new Violation("the record does not say whose it is");
}

/** Only a lifecycle removes a process that holds the slot, and what is over. Whatever comes between, the others stay known. */
function checkRemoval(operation: WriteStep["operation"], history: History): void {
    const { before, after } = changeOf(operation, history);
    if (after !== undefined || before?.data.process === undefined) return;
    if (before.data.isBeside !== true) throw new Violation(`${before.data.process.id} is removed`);
}

/** Each change is told once it is stored, with all that is stored of it, in an order that ends with the truth. */
function checkEvents(history: History, pause: Pause): void {
    const count = history.writesAtEnd;
    const told = history.steps.slice(history.steps.length - count).flatMap(({ effects }) => eventsIn(effects));
    const expected: Process[] = [];
    let row: Change[] = [];
    for (let index = history.steps.length - count; index < history.steps.length; index++) {
        const [change] = history.first(index + 1).changes(1) ?? [];
        if (change !== undefined) row.push(change);
        const isOver = change === undefined || index === history.steps.length - 1;
        if (!isOver) continue;
        expected.push(...eventsOf(row));
        row = [];
    }
    requireSame("the events", canonical(told), canonical(expected));
    if (pause.effects.some((effect) => effect.kind === "event" && effect.address !== alice.address)) {
        throw new Violation("an event about nobody");
    }
}

export function requireSame(what: string, actual: string, expected: string): void {
    if (actual !== expected) throw new Violation(`${what}: ${actual} instead of ${expected}`);
}

/** The same records, whatever their keys are. */
export function requireRecords(what: string, actual: readonly Stored[], expected: readonly Entry[]): void {
    const stored = actual.map(textOf);
    const wanted = expected.map((entry) => asText(entry, identityKey));
    const differs = [without(stored, wanted), without(wanted, stored)].map((texts) => texts.join(" and ") || "nothing");
    if (differs[0] !== differs[1]) throw new Violation(`${what}: ${differs.join(" instead of ")}`);
}

function without(texts: readonly string[], others: readonly string[]): string[] {
    const rest = [...texts];
    for (const each of others) if (rest.includes(each)) rest.splice(rest.indexOf(each), 1);
    return rest;
}
