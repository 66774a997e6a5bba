import type { Pseudonyms } from "../../application/pseudonym/Pseudonyms";
import type { StoredRecord } from "../../ports/PersistencePort";
import { isRecordKey } from "../../ports/recordKeys";
import { TransferError } from "../TransferError";
import { formatName, formatVersion, type Header, headerFor, type Trailer } from "./format";
import { RecordSequence } from "./RecordSequence";

export interface ReadRecord {
    readonly record: StoredRecord;
    readonly lineNumber: number;
    readonly line: string;
}

export interface RecordsVisitor {
    onHeader?: (header: Header) => Promise<void> | void;
    onRecord: (read: ReadRecord) => Promise<void> | void;
}

/** Resolves with the trailer, once it is known to be true; rejects at the first line that is not as it should be. */
export async function readRecords(
    lines: AsyncIterable<string>,
    { onHeader, onRecord }: RecordsVisitor,
    pseudonyms?: Pseudonyms
): Promise<Trailer> {
    let sequence: RecordSequence | undefined;
    let lineNumber = 0;
    let trailer: Trailer | undefined;
    for await (const text of lines) {
        lineNumber++;
        const value = parse(text, lineNumber);
        if (trailer !== undefined) throw invalid("something follows the trailer", lineNumber);
        if (sequence === undefined) {
            const header = headerFrom(value);
            requireSameKey(header, pseudonyms);
            sequence = new RecordSequence(header, pseudonyms);
            await onHeader?.(header);
        } else if (isTrailer(value)) requireTrue((trailer = value), sequence, lineNumber);
        else {
            const next = sequence.next(value);
            if ("fault" in next) throw TransferError.invalid(next.fault, { line: lineNumber, key: keyOf(value) });
            await onRecord({ record: value as StoredRecord, lineNumber, line: next.line });
        }
    }
    if (sequence === undefined) throw TransferError.invalid("there is nothing to import");
    if (trailer === undefined) {
        throw TransferError.invalid(
            `there is no trailer behind line ${lineNumber}: the file is not whole, export it again`
        );
    }
    return trailer;
}

function requireSameKey({ pseudonymKey }: Header, pseudonyms: Pseudonyms | undefined): void {
    if (pseudonymKey === null || pseudonyms === undefined || pseudonyms.id === pseudonymKey) return;
    throw TransferError.conflict("what is imported was used with another pseudonym key than the one that is given");
}

function requireTrue(trailer: Trailer, sequence: RecordSequence, lineNumber: number): void {
    const { count, sha256 } = sequence.end();
    if (trailer.count !== count) {
        throw invalid(`the trailer tells of ${trailer.count} records, and there are ${count}`, lineNumber);
    }
    if (trailer.sha256 !== sha256) throw invalid("the checksum is wrong: the file has been changed", lineNumber);
}

function headerFrom(value: unknown): Header {
    const { format, version, pseudonymKey } = (value ?? {}) as Partial<Record<string, unknown>>;
    if (format !== formatName) throw invalid("this is not an export of identity-deletion-process", 1);
    if (version !== formatVersion) {
        throw invalid(`this is an export of another format version than ${formatVersion}: update the software`, 1);
    }
    if (pseudonymKey !== null && typeof pseudonymKey !== "string") {
        throw invalid("the header does not say which pseudonym key was used", 1);
    }
    return headerFor(pseudonymKey);
}

function isTrailer(value: unknown): value is Trailer {
    const { count, sha256 } = (value ?? {}) as Partial<Record<string, unknown>>;
    return Number.isSafeInteger(count) && typeof sha256 === "string";
}

function parse(text: string, lineNumber: number): unknown {
    try {
        return JSON.parse(lineNumber === 1 ? text.replace(/^\uFEFF/, "") : text);
    } catch {
        // Without the parser's error as the cause: its message quotes the text.
        throw invalid("this is not JSON", lineNumber);
    }
}

function keyOf(value: unknown): string | undefined {
    const { key } = (value ?? {}) as Partial<Record<string, unknown>>;
    // Another one might be an address.
    return isRecordKey(key) ? key : undefined;
}

function invalid(reason: string, line: number): TransferError {
    return TransferError.invalid(reason, { line });
}
