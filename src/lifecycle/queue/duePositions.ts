import { isTimestamp, Timestamp } from "../../domain/Timestamp";
import { DuePosition, PageEntry, PersistencePort } from "../../ports/PersistencePort";

const lengthOfDueAt = "2026-11-23T10:00:00.000Z".length;

/** The place in the queue of what is due, as one string: strings compare as the queue is ordered. No personal data. */
export function positionOf({ dueAt, key }: Pick<PageEntry, "dueAt" | "key">): string {
    return `${dueAt}${key}`;
}

/** Only those that are still there and due. What is no position is ignored. Neighbours are read as one page. */
export async function recordsAt(
    persistence: PersistencePort,
    positions: readonly string[],
    now: Timestamp
): Promise<PageEntry[]> {
    const wanted = new Set(positions.filter((position) => isTimestamp(position.slice(0, lengthOfDueAt))));
    const sorted = [...wanted].sort();
    const found: PageEntry[] = [];
    let after: DuePosition | undefined;
    while (sorted.length > 0) {
        const last = sorted.at(-1)!.slice(0, lengthOfDueAt);
        const until = last < now ? last : now;
        const page = await persistence.findDue(until, sorted.length, later(after, justBefore(sorted[0])));
        found.push(...page.filter((record) => wanted.has(positionOf(record))));
        if (page.length === 0) break;
        const end = positionOf(page.at(-1)!);
        after = parsed(end);
        const next = sorted.findIndex((position) => position > end);
        sorted.splice(0, next < 0 ? sorted.length : next);
    }
    return found;
}

function parsed(position: string): DuePosition {
    return { dueAt: position.slice(0, lengthOfDueAt), key: position.slice(lengthOfDueAt) };
}

/** With hardly any other in between: keys are ASCII. */
function justBefore(position: string): DuePosition {
    const { dueAt, key } = parsed(position);
    const last = key.charCodeAt(key.length - 1);
    return { dueAt, key: key.slice(0, -1) + (last > 1 ? `${String.fromCharCode(last - 1)}\x7f` : "") };
}

function later(one: DuePosition | undefined, other: DuePosition): DuePosition {
    return one !== undefined && one.dueAt + one.key > other.dueAt + other.key ? one : other;
}
