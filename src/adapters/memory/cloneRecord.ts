import { JsonObject, JsonValue, StoredRecord } from "../../ports/PersistencePort";

/** A copy that shares nothing with the record. `structuredClone` does the same at ten times the cost. */
export function cloneRecord(record: StoredRecord): StoredRecord {
    return { ...record, data: cloneObject(record.data) };
}

function cloneObject(object: JsonObject): JsonObject {
    const clone = { ...object };
    for (const name in clone) {
        const value = clone[name];
        if (typeof value === "object") clone[name] = cloneValue(value);
    }
    return clone;
}

function cloneValue(value: JsonValue): JsonValue {
    if (typeof value !== "object" || value === null) return value;
    return Array.isArray(value) ? value.map(cloneValue) : cloneObject(value);
}
