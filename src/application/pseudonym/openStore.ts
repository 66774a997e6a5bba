import { IdentityDeletionError } from "../../domain/IdentityDeletionError";
import { PersistenceError } from "../../ports/PersistenceError";
import { PersistencePort, StoredRecord } from "../../ports/PersistencePort";
import { requireReadable } from "../../ports/unreadableRecords";
import { findKeyMark, isKeyMark, KeyMark, lookAtStore, newKeyMark, requireFittingKey } from "./KeyMark";
import { Pseudonyms } from "./Pseudonyms";
import { UnusedStore } from "./UnusedStore";

/** How far an opening looks for records that were written without a key, while it makes the first mark. */
const recordsLookedAt = 100;

/**
 * Opens the store, and makes sure that it was never used with another pseudonym key, or with none where there is one now.
 * Gives the port to work with. An empty store is marked with the key's id. With no key nothing is written.
 *
 * Throws `pseudonymKeyIsWrong` or `storeIsNotConverted`, or what the port throws. Nothing is left open then.
 */
export async function openStore(store: PersistencePort, pseudonyms?: Pseudonyms): Promise<PersistencePort> {
    await store.open();
    try {
        return await checked(store, pseudonyms);
    } catch (error) {
        await store.close().catch(() => undefined);
        throw error;
    }
}

async function checked(store: PersistencePort, pseudonyms: Pseudonyms | undefined): Promise<PersistencePort> {
    const { mark, isEmpty } = await lookAtStore(store);
    if (mark !== undefined) requireFittingKey(mark, pseudonyms?.id);
    else if (pseudonyms !== undefined) await makeMark(store, pseudonyms);
    else if (isEmpty) return new UnusedStore(store);
    return store;
}

/**
 * A module without a key may begin in this very moment. Both first write and then look for what the other has written:
 * so at least one of them finds the other and takes back what it wrote.
 */
async function makeMark(store: PersistencePort, pseudonyms: Pseudonyms): Promise<void> {
    await requireNoPlainRecords(store, pseudonyms);
    const mark = newKeyMark(pseudonyms.id, { isBeingConverted: false });
    try {
        await store.insert(mark);
    } catch (error) {
        requireFittingKey(await markOfAnother(store, error), pseudonyms.id);
        return;
    }
    try {
        await requireNoPlainRecords(store, pseudonyms);
    } catch (error) {
        await store.delete(mark.identityKey, mark.key, mark.revision);
        throw error;
    }
}

/** Throws the error again where it is not a lost race for the mark. */
async function markOfAnother(store: PersistencePort, error: unknown): Promise<KeyMark> {
    const kind = PersistenceError.kindOf(error);
    const mark = kind === "slotTaken" || kind === "duplicate" ? await findKeyMark(store) : undefined;
    if (mark === undefined) throw error;
    return mark;
}

async function requireNoPlainRecords(store: PersistencePort, pseudonyms: Pseudonyms): Promise<void> {
    const records = requireReadable(await store.scan(undefined, recordsLookedAt));
    if (records.some((record) => !isKeyMark(record) && !standsUnder(pseudonyms, record))) {
        throw IdentityDeletionError.storeIsNotConverted(
            "The store was used without a pseudonym key: convert it first, or give no key."
        );
    }
}

/** Another module with the same key may have begun as well. */
function standsUnder(pseudonyms: Pseudonyms, { identityKey, data }: StoredRecord): boolean {
    return typeof data.address === "string" && pseudonyms.identityKeyOf(data.address) === identityKey;
}
