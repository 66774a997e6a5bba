import { IdentityDeletionProcessStatus, isOpen, readStatus } from "../../src/domain/IdentityDeletionProcessStatus";
import type { ProcessRecord } from "../../src/domain/record/ProcessRecord";
import type { StoredRecord } from "../../src";
import type { Answer } from "./CallRun";
import { type BackboneState, isOver, openProcessOf } from "./ModelBackbone";
import type { Call } from "./World";
import { jsonOf } from "../../src/domain/record/StoredRecord";

/** What later promises depend on. */
export interface Facts {
    /** Processes whose cancellation was answered with success. */
    readonly cancelled: readonly string[];
    /** Processes that the host has decided by its own word. */
    readonly decidedByHost: readonly string[];
    /** Processes that a deleter has begun to delete. */
    readonly begun: readonly string[];
    /** What was told of each process, for each store. */
    readonly told: Readonly<Record<string, readonly string[]>>;
    /** A program ended, or the answer to its write was lost, between the write and its event. */
    readonly isEventLost: boolean;
}

export const noFacts: Facts = { cancelled: [], decidedByHost: [], begun: [], told: {}, isEventLost: false };

const ofAnInitiatedOne = ["createdAt", "createdByDevice", "gracePeriodEndsAt"];

export class Violation extends Error {
    public override readonly name = "Violation";
}

function including(known: readonly string[], id: string): readonly string[] {
    return known.includes(id) ? known : [...known, id].sort();
}

export function told(facts: Facts, store: string, id: string, status: string): Facts {
    const key = `${store} ${id}`;
    const before = facts.told[key] ?? [];
    const isTwice = before.at(-1) === status || (status.startsWith("Delet") && before.includes(status));
    if (isTwice) throw new Violation(`a change was told twice: ${id} ${[...before, status].join()}`);
    return { ...facts, told: { ...facts.told, [key]: [...before, status] } };
}

/**
 * Who had cancelled by the module's own decision, while the Backbone was told nothing, learns from it that the process is open
 * after all: what decides about it from then on counts.
 */
export function reopened(
    facts: Facts,
    store: string,
    records: readonly ProcessRecord[],
    backbone: BackboneState
): Facts {
    const id = openProcessOf(backbone)?.id;
    const isShown = records.some(({ process, authority }) => {
        return process?.id === id && process?.isActive === true && authority !== undefined;
    });
    if (id === undefined || !isShown) return facts;
    const key = `${store} ${id}`;
    const before = facts.told[key] ?? [];
    if (before.at(-1) !== "Cancelled") return facts;
    const cancelled = facts.cancelled.filter((each) => each !== id);
    return { ...facts, cancelled, told: { ...facts.told, [key]: [...before, "open after all"] } };
}

export function deleterBegins(facts: Facts, now: number, records: readonly ProcessRecord[]): Facts {
    let { begun } = facts;
    for (const { process } of records) {
        if (process?.status !== IdentityDeletionProcessStatus.Deleting) continue;
        begun = including(begun, process.id);
        if (now < Date.parse(process.properties.gracePeriodEndsAt!)) {
            throw new Violation(`deleted before the end: ${process.id}`);
        }
        if (facts.cancelled.includes(process.id)) throw new Violation(`deleted after a cancel: ${process.id}`);
    }
    return { ...facts, begun };
}

/** A worker's write must not come after its lease has gone to another. */
export function requireLease(actor: string, before: StoredRecord | undefined, now: number): void {
    if (before === undefined) return;
    const { data, dueAt } = before;
    const { worker } = (jsonOf(data).lifecycle ?? {}) as { worker?: string };
    if (worker === undefined || worker === actor || dueAt === null || Date.parse(dueAt) <= now) return;
    if (readStatus((jsonOf(data).process as { status: string }).status) !== "Deleting") return;
    throw new Violation(`${actor} has written while ${worker} has the lease`);
}

/** What must hold of a store in every state. */
export function checkStore(facts: Facts, records: readonly ProcessRecord[], isLocalOnly: boolean): void {
    const open = records.filter(({ process }) => process !== undefined && isOpen(process.status));
    const holders = records.filter(({ holdsSlot }) => holdsSlot);
    if (holders.length > 1) throw new Violation("two records hold the slot");
    if (open.some(({ holdsSlot, isUnsettled }) => !holdsSlot && !isUnsettled)) {
        throw new Violation("an open process neither holds the slot nor is unsettled");
    }
    if (open.length > 0 && holders.length === 0) throw new Violation("the slot is free while a process is open");
    const listed = records.flatMap(({ process }) => (process === undefined ? [] : [process.id]));
    if (new Set(listed).size < listed.length) throw new Violation("a process has two records");
    for (const { process, authority, missingSince, dueAt } of open) {
        const isCancelled = facts.cancelled.includes(process!.id);
        if (isCancelled && authority === undefined && missingSince === undefined) {
            throw new Violation(`open although its cancellation was answered: ${process!.id}`);
        }
        if (authority === undefined && dueAt === null) throw new Violation(`never due: ${process!.id}`);
    }
    for (const { process, dueAt, unlisted } of records) {
        if (process === undefined || isOpen(process.status)) continue;
        if (process.status === IdentityDeletionProcessStatus.Cancelled && facts.begun.includes(process.id)) {
            throw new Violation(`cancelled after a deleter had begun: ${process.id}`);
        }
        if (isLocalOnly && dueAt !== null) throw new Violation(`due although it is over: ${process.id}`);
        const isTombstone = process.status === IdentityDeletionProcessStatus.Deleted && !unlisted;
        if (isTombstone && Object.keys(process.properties).length > 2 && dueAt === null) {
            throw new Violation(`the tombstone says more than it must: ${process.id}`);
        }
    }
}

/** The last event about a process is its present state. Only where no one is in the middle of a write and its event. */
export function checkEvents(facts: Facts, store: string, records: readonly ProcessRecord[]): void {
    if (facts.isEventLost) return;
    for (const { process, isUnsettled, unlisted } of records) {
        const last = process === undefined || unlisted ? undefined : facts.told[`${store} ${process.id}`]?.at(-1);
        if (last === undefined || isUnsettled || last === process!.status) continue;
        throw new Violation(`the last event says ${last}, and it is ${process!.status}`);
    }
}

/** Nothing was foreseen for what has happened. */
export function requireForeseen(call: Call, { code }: Answer): void {
    if (code.startsWith("rejected") || code.endsWith("unknown") || code.endsWith("storeIsCorrupt")) {
        throw new Violation(`${call} is answered with ${code}`);
    }
}

/** What a call has promised by its answer. `knownOpen` is the process that was known to be open when the call was made. */
export function answered(
    facts: Facts,
    call: Call,
    { code, value }: Answer,
    backbone: BackboneState,
    now: number,
    knownOpen: string | null
): Facts {
    const shown = value as { id: string } | undefined;
    const missing = call === "initiate" && code === "ok" ? ofAnInitiatedOne.filter((name) => !(name in shown!)) : [];
    if (missing.length > 0) throw new Violation(`${call} answers a process without ${missing.join()}`);
    if (call === "cancel" && code === "ok") {
        if (facts.begun.includes(shown!.id)) throw new Violation(`cancelled after a deleter had begun: ${shown!.id}`);
        return { ...facts, cancelled: including(facts.cancelled, shown!.id) };
    }
    if ((call === "close" || call === "takeOver") && code === "ok" && shown !== undefined) {
        return { ...facts, decidedByHost: including(facts.decidedByHost, shown.id) };
    }
    const saysNone = call === "getActive" && code.endsWith("noActiveIdentityDeletionProcess");
    const open = openProcessOf(backbone);
    const isStillOpen = open !== undefined && open.id === knownOpen && !isOver(backbone, now);
    if (saysNone && isStillOpen && !facts.decidedByHost.includes(open.id)) {
        throw new Violation(`none is said while the Backbone's process is open: ${open.id}`);
    }
    return facts;
}
