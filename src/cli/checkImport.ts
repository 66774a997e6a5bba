import type { PersistencePort } from "../ports/PersistencePort";
import { lazily } from "./lazily";

/**
 * Runs an import on an empty store up to its first insert: whatever makes an import into a new database fail is thrown
 * here, before anything is made. An import checks everything before it inserts.
 */
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
