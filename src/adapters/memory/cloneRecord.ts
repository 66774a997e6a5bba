import { cloneJson } from "../../ports/cloneJson";
import { StoredRecord } from "../../ports/PersistencePort";

/** `structuredClone` costs ten times as much. */
export function cloneRecord(record: StoredRecord): StoredRecord {
    return { ...record, data: cloneJson(record.data) };
}
