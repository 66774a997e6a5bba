import type { PersistencePort } from "../ports/PersistencePort";
import { lazily } from "./lazily";

/** On an empty store, up to the first insert: whatever makes an import fail is thrown before a database is made. */
export async function checkImport(importInto: (store: PersistencePort) => Promise<unknown>): Promise<void> {
    const isChecked = new Error("Everything has been checked.");
    const { InMemoryPersistence } = lazily.memory();
    const store = new InMemoryPersistence();
    store.insert = async () => await Promise.reject(isChecked);
    try {
        await importInto(store);
    } catch (error) {
        if (error !== isChecked) throw error;
    }
}
