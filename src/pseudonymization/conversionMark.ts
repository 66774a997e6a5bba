import { changeKeyMark, findKeyMark, type KeyMark, makeKeyMark } from "../application/pseudonym/KeyMark";
import { IdentityDeletionError } from "../domain/IdentityDeletionError";
import type { PersistencePort } from "../ports/PersistencePort";

/** False where the store has this key already. Another conversion may begin or end at the same moment. */
export async function beginConversion(store: PersistencePort, id: string): Promise<boolean> {
    const state = { id, isBeingConverted: true };
    let mark = (await findKeyMark(store)) ?? (await makeKeyMark(store, state, new Date().toISOString()));
    if (mark.id === null) {
        if (await changeKeyMark(store, mark, state)) return true;
        mark = await requireMark(store);
    }
    if (mark.id === id) return mark.isBeingConverted;
    throw IdentityDeletionError.pseudonymKeyIsWrong(
        mark.isBeingConverted
            ? "The store's conversion was begun with another pseudonym key: go on with that one."
            : "The store is used with another pseudonym key: it cannot be converted to this one."
    );
}

export async function endConversion(store: PersistencePort, id: string): Promise<void> {
    const mark = await requireMark(store);
    if (mark.id !== id) throw markIsGone();
    if (mark.isBeingConverted) await changeKeyMark(store, mark, { id, isBeingConverted: false });
}

async function requireMark(store: PersistencePort): Promise<KeyMark> {
    const mark = await findKeyMark(store);
    if (mark === undefined) throw markIsGone();
    return mark;
}

function markIsGone(): IdentityDeletionError {
    return IdentityDeletionError.storeIsCorrupt("The record that names the store's pseudonym key has been taken away.");
}
