import { PersistenceError } from "../../ports/PersistenceError";
import type { Records } from "./Records";

/** What a store answers with before it is open and after it is closed. */
export const closedRecords: Records = {
    insert: refuse,
    update: refuse,
    delete: refuse,
    findCurrent: refuse,
    findByLookup: refuse,
    list: refuse,
    findDue: refuse,
    scan: refuse
};

async function refuse(): Promise<never> {
    throw new PersistenceError("unavailable", "The store is not open.");
}
