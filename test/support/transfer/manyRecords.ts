import type { StoredRecord } from "../../../src";
import { identityOf } from "../docdb/lokiJs";
import { recordOf } from "../records";
import { byKey } from "./arbitraryStores";

/** Of as many people, every second with an open process; in the order of their keys. */
export function manyRecords(count: number): StoredRecord[] {
    return Array.from({ length: count }, (_, person) => {
        const status = person % 2 === 0 ? "Active" : "Cancelled";
        return recordOf(identityOf(person), { status, createdAt: "2026-11-23T10:00:00.000Z" });
    }).sort(byKey);
}
