// What is known of an Identity once a Backbone was asked.
import { evidenceIn, isOutdated } from "./exchange";
import { changeOf, type History, isList, isLook, lookedAt } from "./History";
import { outstanding } from "./shown";
import {
    commandsOf,
    type Entry,
    hasBegun,
    holderAmong,
    isOpen,
    isOpenHere,
    isUnsettled,
    type Process,
    type Stored
} from "./stored";

export interface RemoteState {
    readonly process: Process | undefined;
    readonly isMissing: boolean;
    readonly isInDoubt: boolean;
    /** Who was asked to decide has to, before anything is said. */
    readonly isUndecided: boolean;
}

/** The record that answers for the Identity: the slot's, or where that one is in doubt or deleted here, one that waits. */
export function currentAmong<Each extends Entry>(records: readonly Each[]): Each | undefined {
    const holder = holderAmong(records);
    const isSure = ({ data: { process, missingSince } }: Entry): boolean =>
        isOpen(process) && missingSince === undefined;
    if (holder !== undefined && isSure(holder) && !hasBegun(holder)) return holder;
    return records.find((record) => record.data.isBeside === true && isSure(record)) ?? holder;
}

/** Nothing is in doubt, and nothing open was ever another's. */
export function isSettled(records: readonly Entry[]): boolean {
    return records.every((record) => !isUnsettled(record) && !isUndecided(record));
}

function isUndecided(record: Entry): boolean {
    return isOpenHere(record) && !hasBegun(record);
}

/** Absent: the Backbone was not asked, or the answer could not be stored. */
export function remoteStateIn(history: History): RemoteState | undefined {
    const listed = history.steps.map(isList).lastIndexOf(true);
    if (listed < 0) return undefined;
    const next = history.steps.findIndex((step, index) => index > listed && isLook(step));
    const asked = history.first(next < 0 ? history.steps.length : next);
    const evidence = evidenceIn(asked);
    const isStored = asked.sinceLook.every(
        ({ operation, reply }) => operation.kind === "request" || reply.failure === undefined
    );
    if (evidence === undefined || !isStored || isOutdated(asked, evidence)) return undefined;
    const records = looked(asked).filter((record) => holderAmong([record]) !== undefined || isUnsettled(record));
    const current = currentAmong(records);
    const process = current?.data.process;
    return {
        process: isOpen(process) ? process : undefined,
        isMissing: current?.data.missingSince !== undefined,
        isInDoubt: outstanding(records.flatMap(commandsOf), evidence.askedAt).length > 0,
        isUndecided: lookedAt(asked).records.some(isUndecided) && lookedAt(history).records.some(isUndecided)
    };
}

/** What was read at once, with what was written since. */
function looked(history: History): Stored[] {
    const records = new Map(lookedAt(history).records.map((record) => [record.key, record]));
    for (const { operation } of history.sinceLook) {
        if (operation.kind !== "write") continue;
        const { before, after } = changeOf(operation, history);
        if (after === undefined) records.delete(before!.key);
        else records.set(after.key, after);
    }
    return [...records.values()];
}
