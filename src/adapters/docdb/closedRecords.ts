import { PersistenceError } from "../../ports/PersistenceError";
import type { Records } from "./Records";

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
