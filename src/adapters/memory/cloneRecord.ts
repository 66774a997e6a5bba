import { cloneJson } from "../../ports/cloneJson";
import { StoredRecord } from "../../ports/PersistencePort";

/** A copy that shares nothing with the record. `structuredClone` does the same at ten times the cost. */
export function cloneRecord(record: StoredRecord): StoredRecord {
    return { ...record, data: cloneJson(record.data) };
}
