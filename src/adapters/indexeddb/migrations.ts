import { BrowserDatabase, Transaction } from "./browserDatabase";

/** Runs inside the browser's upgrade transaction: all steps arrive, or none does. */
export type Migration = (database: BrowserDatabase, upgrade: Transaction) => void;

export const storeName = "processes";

export const indexNames = {
    slot: "slot",
    lookup: "lookup",
    history: "history",
    due: "due",
    unsettled: "unsettled"
} as const;

/** The n-th step takes a database from version n - 1 to n. A released step is never changed. */
export const migrations: readonly Migration[] = [createProcesses, markStore];

function createProcesses(database: BrowserDatabase): void {
    const processes = database.createObjectStore(storeName, { keyPath: "key" });
    processes.createIndex(indexNames.slot, "slot", { unique: true });
    processes.createIndex(indexNames.lookup, "lookup", { unique: true });
    processes.createIndex(indexNames.history, ["identityKey", "createdAt", "key"]);
    // An index leaves out what has no valid key there: these two hold the records that are due or unsettled, and no other.
    processes.createIndex(indexNames.due, "dueAt");
    processes.createIndex(indexNames.unsettled, "unsettledOf");
}

function markStore(): void {
    // The version alone keeps release 0.1.0 out, which does not know that a store may have a pseudonym key.
}
