import { timestampOf } from "../../domain/Timestamp";
import type { Clock } from "../../ports/Clock";
import type { PersistencePort } from "../../ports/PersistencePort";
import { findKeyMark, type KeyMark, makeKeyMark, requireMatchingKey } from "./KeyMark";
import type { Pseudonyms } from "./Pseudonyms";

type StoreUse = Pick<PersistencePort, "open" | "close">;

/** Throws where the store is used with another key; nothing is left open then. The first opening makes the mark. */
export async function openStore(
    store: PersistencePort,
    clock: Clock,
    pseudonyms?: Pseudonyms,
    use: StoreUse = store
): Promise<void> {
    const id = pseudonyms?.id ?? null;
    await use.open();
    try {
        requireMatchingKey((await findKeyMark(store)) ?? (await makeFirstMark(store, clock, id)), id);
    } catch (error) {
        await use.close().catch(() => undefined);
        throw error;
    }
}

/** Records without a mark are those of modules without a key, of release 0.1.0. */
async function makeFirstMark(store: PersistencePort, clock: Clock, id: string | null): Promise<KeyMark> {
    const isUsedWithoutKey = id === null || (await store.scan(undefined, 1)).length > 0;
    const state = { id: isUsedWithoutKey ? null : id, isBeingConverted: false };
    return await makeKeyMark(store, state, timestampOf(clock.now()));
}
