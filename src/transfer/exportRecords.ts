import { findKeyMark, isKeyMark } from "../application/pseudonym/KeyMark";
import { isUnreadable, type PersistencePort, type UnreadableRecord } from "../ports/PersistencePort";
import { headerFor, lineOf } from "./records/format";
import { RecordSequence } from "./records/RecordSequence";
import { TransferError } from "./TransferError";

export interface ExportOptions {
    /** Records read at once. Default: 1,000. */
    pageSize?: number;
    /** Called after each page, with the number so far. */
    onProgress?: (records: number) => void;
}

/**
 * All records of a store as lines without line feeds: a header, one record a line, and a trailer with their number and
 * checksum. Opens the port, leaves it open, and writes nothing. Stop the host first: while others write, a record that comes
 * or goes is exported or not, and only two open processes of one Identity are noticed and refused.
 *
 * Records that cannot be read do not end it: it goes through all of the store, and then rejects with a `TransferError` that
 * names the first 20. It rejects at once where a record could not be imported. Do not use an export without its trailer.
 */
export async function* exportRecords(
    persistence: PersistencePort,
    { pageSize = 1000, onProgress }: ExportOptions = {}
): AsyncGenerator<string, void, undefined> {
    await persistence.open();
    const mark = await findKeyMark(persistence);
    if (mark?.isBeingConverted === true) {
        throw TransferError.conflict("the store's conversion to a pseudonym key has not ended: run it again first");
    }
    const header = headerFor(mark?.id ?? null);
    const sequence = new RecordSequence(header);
    // Kept until the end: an operator who repairs them needs all.
    const unreadable: UnreadableRecord[] = [];
    yield lineOf(header);
    for (let after: string | undefined; ;) {
        const page = await persistence.scan(after, pageSize);
        for (const record of page) {
            if (isUnreadable(record)) unreadable.push(record);
            if (isUnreadable(record) || isKeyMark(record)) continue;
            const next = sequence.next(record);
            if ("fault" in next) {
                const reason = `it cannot be exported: ${next.fault}; if the host is running, stop it and export again`;
                throw TransferError.cannotExport(reason, { key: record.key });
            }
            yield next.line;
        }
        if (page.length === 0) break;
        onProgress?.(sequence.length);
        after = page[page.length - 1].key;
    }
    if (unreadable.length > 0) throw TransferError.unreadable(unreadable);
    yield lineOf(sequence.end());
}
