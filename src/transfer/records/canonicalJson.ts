import type { JsonValue } from "../../ports/PersistencePort";

/**
 * The canonical string of a JSON value: without spaces, properties in the order of their names. Stores need not keep the order of
 * properties, so what went in and what comes out are compared in this form.
 */
export function canonicalJson(value: JsonValue): string {
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
    const names = Object.keys(value).sort();
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`).join(",")}}`;
}
