import { hasWon } from "../../application/records/lostRaces";
import { IdentityDeletionError } from "../../domain/IdentityDeletionError";
import { isUnreadable, PageEntry, PersistencePort, RecordPosition, StoredRecord } from "../../ports/PersistencePort";
import { unreadable } from "../../ports/unreadableRecords";

const recordsAtATime = 100;

/** Each pass removes all that it finds. After more than this, another program keeps adding records. */
const maxPasses = 20;

/** All but `kept`, also unreadable ones. Where one cannot be removed, it removes the others, then rejects. */
export async function removeOtherRecords(
    persistence: PersistencePort,
    kept: Pick<StoredRecord, "key" | "identityKey">
): Promise<void> {
    for (let passes = 0; passes < maxPasses; passes++) {
        if (!(await removesAny(persistence, kept))) return;
    }
    throw new Error("Records of a deleted Identity are added as fast as they are removed.");
}

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
    // What the store rejected with, as it is: operators see it.
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    if (failure !== undefined) throw failure;
    return isAnyRemoved;
}

/** False for a record of another Identity, with which a faulty store answers: it stays. */
async function isRemoved(persistence: PersistencePort, identityKey: string, entry: PageEntry): Promise<boolean> {
    if (entry.identityKey !== undefined && entry.identityKey !== identityKey) return false;
    if (isUnreadable(entry) && (entry.identityKey === undefined || entry.revision === undefined)) {
        throw unreadable(entry);
    }
    await hasWon(() => persistence.delete(identityKey, entry.key, entry.revision!));
    return true;
}

function positionOf({ createdAt, key }: PageEntry): RecordPosition {
    if (createdAt !== undefined) return { createdAt, key };
    throw IdentityDeletionError.storeIsCorrupt("The store holds a record that does not say when it was created.");
}
