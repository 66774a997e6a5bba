import { BrowserDatabase, Transaction } from "./browserDatabase";

/** One step of the schema. Runs inside the browser's upgrade transaction: all steps arrive, or none does. */
export type Migration = (database: BrowserDatabase, upgrade: Transaction) => void;

export const storeName = "processes";

export const indexNames = {
    slot: "slot",
    lookup: "lookup",
    history: "history",
    due: "due",
    unsettled: "unsettled"
} as const;

/**
 * The n-th step takes a database from version n - 1 to version n. A step that was released is never changed: what comes
 * later is a further step.
 */
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

/**
 * The object store stays. A store now says in a record whether it is used with a pseudonym key, and release 0.1.0, which
 * does not know that record, must not open it.
 */
function markStore(): void {
    // Nothing to change.
}
