import type { Effect } from "../CallRun";
import type { Change } from "./History";
import { isOpen, type Process } from "./stored";

/** What has to be told of these changes: the closed ones first, so that who believes the last event believes the truth. */
export function eventsOf(changes: readonly Change[]): Process[] {
    const told = changes.flatMap((change) => eventOf(change) ?? []);
    return [...told.filter((process) => !isOpen(process)), ...told.filter((process) => isOpen(process))];
}

/** A process is told when it begins to count, and when its status changes. */
function eventOf({ before, after }: Change): Process | undefined {
    const process = visible(after);
    const known = visible(before);
    if (process === undefined || after?.data.unlisted === true) return undefined;
    return known?.id === process.id && known.status === process.status ? undefined : process;
}

function visible(record: Change["after"]): Process | undefined {
    return record?.data.isBeside === true ? undefined : record?.data.process;
}

export function eventsIn(effects: readonly Effect[]): Process[] {
    return effects.flatMap((effect) => (effect.kind === "event" ? [effect.process] : []));
}
