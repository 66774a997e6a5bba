import { JsonObject, JsonValue } from "./PersistencePort";

export function cloneJson(object: object): JsonObject {
    // Spread first: it keeps the object's hidden class, and copies a property named `__proto__` as any other.
    const clone: JsonObject = { ...object };
    for (const name in clone) {
        const value = clone[name];
        if (typeof value !== "object" || value === null || !isOwn(clone, name)) continue;
        if (name !== "__proto__") clone[name] = cloneValue(value);
        else Object.defineProperty(clone, name, { value: cloneValue(value) });
    }
    return clone;
}

function cloneValue(value: JsonValue): JsonValue {
    if (typeof value !== "object" || value === null) return value;
    return Array.isArray(value) ? value.map(cloneValue) : cloneJson(value);
}

function isOwn(object: JsonObject, name: string): boolean {
    return Object.prototype.hasOwnProperty.call(object, name);
}
