import type { JsonObject, StoredRecord } from "../../ports/PersistencePort";
import { canonicalJson } from "./canonicalJson";

/**
 * How records are written down: JSON Lines in UTF-8. The first line is the header; then comes one record a line, by `key`;
 * the last line is the trailer, and without it a file is not whole.
 *
 * `sha256` is the SHA-256, in hexadecimal, of the header's and each record's canonical line with a line feed behind each.
 */
export interface Header {
    readonly format: typeof formatName;
    readonly version: typeof formatVersion;
    /** The id of the key that the `identityKey`s were made with; `null`: they are addresses. */
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

/** The canonical line of a header or a trailer. */
export function lineOf(line: Header | Trailer): string {
    return canonicalJson({ ...line });
}

export function lineOfRecord(record: StoredRecord): string {
    return canonicalJson(record as unknown as JsonObject);
}
