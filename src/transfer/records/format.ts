import type { JsonObject, JsonValue, StoredRecord } from "../../ports/PersistencePort";

/** JSON Lines in UTF-8. `sha256` is of the canonical lines of header and records, each with a line feed, in hexadecimal. */
export interface Header {
    readonly format: typeof formatName;
    readonly version: typeof formatVersion;
    /** `null`: the `identityKey`s are addresses. */
    readonly pseudonymKey: string | null;
}

export interface Trailer {
    readonly count: number;
    readonly sha256: string;
}

export const formatName = "identity-deletion-process/records";
export const formatVersion = 1;

export function headerFor(pseudonymKey: string | null): Header {
    return { format: formatName, version: formatVersion, pseudonymKey };
}

export function lineOf(line: Header | Trailer): string {
    return canonicalJson({ ...line });
}

export function lineOfRecord(record: StoredRecord): string {
    return canonicalJson(record as unknown as JsonObject);
}

/** Without spaces, properties in the order of their names: stores need not keep their order. */
export function canonicalJson(value: JsonValue): string {
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
    const names = Object.keys(value).sort();
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`).join(",")}}`;
}
