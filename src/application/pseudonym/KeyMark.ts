import { IdentityDeletionError } from "../../domain/IdentityDeletionError";
import { isUnreadable, JsonObject, PageEntry, PersistencePort, StoredRecord } from "../../ports/PersistencePort";

/**
 * The mark of a store whose Identities stand under pseudonyms: one record that says with which key. It is no process and
 * of no Identity: an address has at most 80 characters, a pseudonym 64, and this name has more. A store that is used
 * without a key has none.
 *
 * - not there: the store is used without a key, or not at all yet. The first opening with a key makes the mark, if the
 *   store is empty; else a conversion makes it.
 * - `isBeingConverted`: a conversion has begun and has not ended. No module opens the store. Only a conversion with the
 *   same key leaves this state.
 * - else: modules with that key open the store. Nobody leaves this state.
 */
export interface KeyMark {
    /** The id of the key, as `Pseudonyms` has it. */
    readonly id: string;
    readonly isBeingConverted: boolean;
    readonly record: StoredRecord;
}

/** Sorts before the letters and digits that keys of records begin with. */
const beginningOfName = "!pseudonymKey";
export const nameOfKeyMark = `${beginningOfName}: names the key that the identityKeys of this store were made with. It is no process.`;

export function isKeyMark({ key }: Pick<StoredRecord, "key">): boolean {
    return key === nameOfKeyMark;
}

/** Throws `storeIsCorrupt` for a mark that this module cannot have written. */
function keyMarkOf(record: PageEntry): KeyMark {
    const data = isUnreadable(record) ? undefined : record.data;
    const { id, isBeingConverted = false } = (data?.pseudonymKey ?? {}) as JsonObject;
    if (isUnreadable(record) || typeof id !== "string" || typeof isBeingConverted !== "boolean") {
        throw IdentityDeletionError.storeIsCorrupt("The record that names the store's pseudonym key cannot be read.");
    }
    return { id, isBeingConverted, record };
}

/** One read, where the store gives a page of `scan` at a flat cost. */
export async function findKeyMark(store: PersistencePort): Promise<KeyMark | undefined> {
    const [record] = await store.scan(beginningOfName, 1);
    return record !== undefined && isKeyMark(record) ? keyMarkOf(record) : undefined;
}

/** The mark, and whether there is anything at all: in one read, unless somebody's own records come before the mark. */
export async function lookAtStore(store: PersistencePort): Promise<{ mark: KeyMark | undefined; isEmpty: boolean }> {
    const [first] = await store.scan(undefined, 1);
    const mark = first !== undefined && first.key <= nameOfKeyMark ? await markFrom(store, first) : undefined;
    return { mark, isEmpty: first === undefined };
}

async function markFrom(store: PersistencePort, first: PageEntry): Promise<KeyMark | undefined> {
    return isKeyMark(first) ? keyMarkOf(first) : await findKeyMark(store);
}

export function newKeyMark(id: string, { isBeingConverted }: Pick<KeyMark, "isBeingConverted">): StoredRecord {
    return {
        key: nameOfKeyMark,
        identityKey: nameOfKeyMark,
        slot: nameOfKeyMark,
        lookup: `${nameOfKeyMark}#mark`,
        revision: 1,
        createdAt: "0000-01-01T00:00:00.000Z",
        dueAt: null,
        unsettled: false,
        data: { pseudonymKey: isBeingConverted ? { id, isBeingConverted } : { id } }
    };
}

/** Throws what keeps a module with these pseudonyms, or without any, from a store with this mark. */
export function requireFittingKey(mark: KeyMark, id: string | undefined): void {
    if (mark.isBeingConverted) {
        throw IdentityDeletionError.storeIsNotConverted(
            "The store's conversion to a pseudonym key has not ended: run it again, with the same key."
        );
    }
    if (id === undefined) {
        throw IdentityDeletionError.pseudonymKeyIsWrong("The store is used with a pseudonym key: give that key.");
    }
    if (mark.id !== id) {
        throw IdentityDeletionError.pseudonymKeyIsWrong("The store is used with another pseudonym key: give that one.");
    }
}
