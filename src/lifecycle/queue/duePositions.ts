import { isTimestamp, Timestamp } from "../../domain/Timestamp";
import { DuePosition, PageEntry, PersistencePort } from "../../ports/PersistencePort";

const lengthOfDueAt = "2026-11-23T10:00:00.000Z".length;

/** Where it stands among what is due, as one text: names compare as what they name is ordered. It says nothing of whom. */
export function nameOf({ dueAt, key }: Pick<PageEntry, "dueAt" | "key">): string {
    return `${dueAt}${key}`;
}

/**
 * The records that stand where they stood when they were named, and are due. Those that were named together stand together,
 * so that one page holds them, and not one look-up for each. What is no name of ours is ignored.
 */
export async function dueByName(
    persistence: PersistencePort,
    names: readonly string[],
    now: Timestamp
): Promise<PageEntry[]> {
    const wanted = new Set(names.filter((name) => isTimestamp(name.slice(0, lengthOfDueAt))));
    const sorted = [...wanted].sort();
    const found: PageEntry[] = [];
    let after: DuePosition | undefined;
    while (sorted.length > 0) {
        const last = sorted.at(-1)!.slice(0, lengthOfDueAt);
        const until = last < now ? last : now;
        const page = await persistence.findDue(until, sorted.length, later(after, justBefore(sorted[0])));
        found.push(...page.filter((record) => wanted.has(nameOf(record))));
        if (page.length === 0) break;
        const end = nameOf(page.at(-1)!);
        after = positionOf(end);
        const next = sorted.findIndex((name) => name > end);
        sorted.splice(0, next < 0 ? sorted.length : next);
    }
    return found;
}

function positionOf(name: string): DuePosition {
    return { dueAt: name.slice(0, lengthOfDueAt), key: name.slice(lengthOfDueAt) };
}

/** A position with hardly any between it and the named one: keys are ASCII. Those few are read, and left out. */
function justBefore(name: string): DuePosition {
    const { dueAt, key } = positionOf(name);
    const last = key.charCodeAt(key.length - 1);
    return { dueAt, key: key.slice(0, -1) + (last > 1 ? `${String.fromCharCode(last - 1)}\x7f` : "") };
}

function later(one: DuePosition | undefined, other: DuePosition): DuePosition {
    return one !== undefined && one.dueAt + one.key > other.dueAt + other.key ? one : other;
}
