import { hasWon } from "../../application/records/lostRaces";
import { IdentityDeletionError } from "../../domain/IdentityDeletionError";
import { isUnreadable, PageEntry, PersistencePort, RecordPosition, StoredRecord } from "../../ports/PersistencePort";
import { unreadable } from "../../ports/unreadableRecords";

const recordsAtATime = 100;

/** Each pass removes all that there was; more in a row than this, and another keeps adding. */
const maxPasses = 20;

/**
 * Removes all records of the Identity but `kept`, also those that cannot be read. Rejects where one cannot be removed; the
 * others are gone then.
 */
export async function removeOtherRecords(
    persistence: PersistencePort,
    kept: Pick<StoredRecord, "key" | "identityKey">
): Promise<void> {
    for (let passes = 0; passes < maxPasses; passes++) {
        if (!(await removesAny(persistence, kept))) return;
    }
    throw new Error("The records of a deleted Identity do not become fewer.");
}

/** One pass over the Identity's records. Whether there was anything to remove. */
async function removesAny(
    persistence: PersistencePort,
    kept: Pick<StoredRecord, "key" | "identityKey">
): Promise<boolean> {
    let isAnyRemoved = false;
    let failure: unknown;
    for (let after: RecordPosition | undefined; ;) {
        const page = await persistence.list(kept.identityKey, after, recordsAtATime);
        for (const entry of page) {
            if (entry.key === kept.key) continue;
            try {
                if (await isRemoved(persistence, kept.identityKey, entry)) isAnyRemoved = true;
            } catch (error) {
                failure ??= error;
            }
        }
        if (page.length === 0) break;
        after = positionOf(page[page.length - 1]);
    }
    // The failure goes to operators: it is what keeps the deletion from its end.
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    if (failure !== undefined) throw failure;
    return isAnyRemoved;
}

/** False for a record that is not the Identity's: a store that answers with one is wrong, and it is not ours to remove. */
async function isRemoved(persistence: PersistencePort, identityKey: string, entry: PageEntry): Promise<boolean> {
    if (entry.identityKey !== undefined && entry.identityKey !== identityKey) return false;
    if (isUnreadable(entry) && (entry.identityKey === undefined || entry.revision === undefined)) {
        throw unreadable(entry);
    }
    // What another has changed or removed meanwhile is seen by the next pass.
    await hasWon(() => persistence.delete(identityKey, entry.key, entry.revision!));
    return true;
}

function positionOf({ createdAt, key }: PageEntry): RecordPosition {
    if (createdAt !== undefined) return { createdAt, key };
    throw IdentityDeletionError.storeIsCorrupt("The store holds a record that does not say when it was created.");
}
