import { findKeyMark, newKeyMark } from "../application/pseudonym/KeyMark";
import { IdentityDeletionError } from "../domain/IdentityDeletionError";
import { PersistenceError } from "../ports/PersistenceError";
import type { PersistencePort } from "../ports/PersistencePort";

/**
 * Marks the store as one that is being converted: from here on no module opens it. False where it stands under this key
 * already, and nothing is to do. Throws `pseudonymKeyIsWrong`.
 */
export async function beginConversion(store: PersistencePort, id: string): Promise<boolean> {
    const mark = await findKeyMark(store);
    if (mark === undefined) return await makeMark(store, id);
    if (mark.id === id) return mark.isBeingConverted;
    throw IdentityDeletionError.pseudonymKeyIsWrong(
        mark.isBeingConverted
            ? "The store's conversion was begun with another pseudonym key: go on with that one."
            : "The store is used with another pseudonym key: it cannot be converted to this one."
    );
}

async function makeMark(store: PersistencePort, id: string): Promise<boolean> {
    try {
        await store.insert(newKeyMark(id, { isBeingConverted: true }));
        return true;
    } catch (error) {
        // Another one has begun at the same moment; its mark is there now and stays.
        if (PersistenceError.kindOf(error) === "slotTaken" && (await findKeyMark(store)) !== undefined) {
            return await beginConversion(store, id);
        }
        throw error;
    }
}

/** Opens the store for modules with this key. Another conversion may have done so already. */
export async function endConversion(store: PersistencePort, id: string): Promise<void> {
    const mark = await findKeyMark(store);
    if (mark?.id !== id) {
        throw IdentityDeletionError.storeIsCorrupt(
            "The record that names the store's pseudonym key has been taken away."
        );
    }
    if (!mark.isBeingConverted) return;
    const { revision } = mark.record;
    try {
        await store.update({ ...newKeyMark(id, { isBeingConverted: false }), revision: revision + 1 }, revision);
    } catch (error) {
        if (PersistenceError.kindOf(error) !== "staleRevision") throw error;
    }
}
