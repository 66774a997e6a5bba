import { reservedName } from "../../domain/reservedName";
import { IdentityDeletionError } from "../../domain/IdentityDeletionError";
import type { Timestamp } from "../../domain/Timestamp";
import type { JsonObject, PersistencePort, StoredRecord } from "../../ports/PersistencePort";
import { hasWon, isLostRace, raced } from "../records/lostRaces";
import { jsonOf } from "../../domain/record/StoredRecord";

/**
 * With which pseudonym key the store is used. The first module that opens the store inserts it.
 * - absent: never opened, or only by modules of release 0.1.0 without a key.
 * - no key: modules without a key open it. Only a conversion leaves this state.
 * - `isBeingConverted`: no module opens it. Only a conversion with the same key leaves this state.
 * - a key: modules with that key open it. Nothing leaves this state.
 */
export interface KeyMark {
    /** `null`: the store is used without a key. */
    readonly id: string | null;
    readonly isBeingConverted: boolean;
    readonly record: StoredRecord;
}

export type KeyMarkState = Pick<KeyMark, "id" | "isBeingConverted">;

/** The mark of release 0.1.0. Replacing it would take two writes, and gain nothing. */
const nameOfOldMark =
    "!pseudonymKey: names the key that the identityKeys of this store were made with. It is no process.";
const names: readonly string[] = [reservedName, nameOfOldMark];

export function isKeyMark({ key }: Pick<StoredRecord, "key">): boolean {
    return names.includes(key);
}

export async function findKeyMark(store: PersistencePort): Promise<KeyMark | undefined> {
    for (const name of names) {
        const record = await store.findByLookup(lookupOf(name));
        if (record !== undefined) return keyMarkOf(record);
    }
    return undefined;
}

export async function makeKeyMark(store: PersistencePort, state: KeyMarkState, createdAt: Timestamp): Promise<KeyMark> {
    const record = newKeyMark(state, createdAt);
    try {
        await raced(() => store.insert(record));
        return { ...state, record };
    } catch (error) {
        if (!isLostRace(error)) throw error;
        const mark = await findKeyMark(store);
        if (mark === undefined) throw error.cause;
        return mark;
    }
}

export function newKeyMark(state: KeyMarkState, createdAt: Timestamp): StoredRecord {
    return {
        key: reservedName,
        identityKey: reservedName,
        slot: reservedName,
        lookup: lookupOf(reservedName),
        revision: 1,
        createdAt,
        dueAt: null,
        unsettled: false,
        data: dataOf(state)
    };
}

/** Compare-and-set. False where another process was faster. */
export async function changeKeyMark(
    store: PersistencePort,
    { record }: KeyMark,
    state: KeyMarkState
): Promise<boolean> {
    const next = { ...record, revision: record.revision + 1, data: dataOf(state) };
    return await hasWon(() => store.update(next, record.revision));
}

export function requireMatchingKey(mark: KeyMarkState, id: string | null): void {
    if (mark.isBeingConverted) {
        throw IdentityDeletionError.storeIsNotConverted(
            "The store's conversion to a pseudonym key has not ended: run it again, with the same key."
        );
    }
    if (mark.id === id) return;
    if (mark.id === null) {
        throw IdentityDeletionError.storeIsNotConverted(
            "The store was used without a pseudonym key: convert it first, or set no key."
        );
    }
    throw IdentityDeletionError.pseudonymKeyIsWrong(
        id === null
            ? "The store is used with a pseudonym key: set that key."
            : "The store is used with another pseudonym key: set that one."
    );
}

function lookupOf(name: string): string {
    return `${name}#mark`;
}

function dataOf({ id, isBeingConverted }: KeyMarkState): JsonObject {
    if (id === null) return { pseudonymKey: null };
    return { pseudonymKey: isBeingConverted ? { id, isBeingConverted } : { id } };
}

function keyMarkOf(record: StoredRecord): KeyMark {
    const pseudonymKey = jsonOf(record.data).pseudonymKey;
    if (pseudonymKey === null) return { id: null, isBeingConverted: false, record };
    const { id, isBeingConverted = false } = (pseudonymKey ?? {}) as JsonObject;
    if (typeof id !== "string" || typeof isBeingConverted !== "boolean") {
        throw IdentityDeletionError.storeIsCorrupt("The record that names the store's pseudonym key cannot be read.");
    }
    return { id, isBeingConverted, record };
}
