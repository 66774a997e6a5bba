import { PersistenceError } from "../../ports/PersistenceError";
import { StoredRecord } from "../../ports/PersistencePort";
import { toSortableText } from "./sortableText";
import { Statements } from "./statements";
import { namesSlot } from "./toPersistenceError";

/** SQLite names whichever index it looked at first. Where the slot is taken too, that is what the port says. */
export function whichRuleIsBroken(statements: Statements, record: StoredRecord, cause: unknown): PersistenceError {
    const [holder] = statements.keyOfSlot.all(toSortableText(record.slot)) as { key: string }[];
    const isTaken = holder === undefined ? namesSlot(cause) : holder.key !== toSortableText(record.key);
    return isTaken
        ? new PersistenceError("slotTaken", "Another record holds the slot.", { cause })
        : new PersistenceError("duplicate", "Another record has this key or lookup.", { cause });
}

export function whyNothingChanged(
    statements: Statements,
    which: readonly [key: string, identityKey: string]
): PersistenceError {
    return statements.revisionOf.all(...which).length === 0
        ? new PersistenceError("notFound", "That Identity has no record with this key.")
        : new PersistenceError("staleRevision", "The record has been changed since it was read.");
}
