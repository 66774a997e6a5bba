import type { PersistencePort } from "../../../src";
import { openStore } from "../../../src/application/pseudonym/openStore";
import type { Pseudonyms } from "../../../src/application/pseudonym/Pseudonyms";
import { FixedClock } from "../../../src/testing";

/** The store, opened as a module with this key opens it, or one without. */
export async function openedWith(store: PersistencePort, key?: Pseudonyms): Promise<PersistencePort> {
    await openStore(store, new FixedClock(), key);
    return store;
}
