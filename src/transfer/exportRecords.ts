import { findKeyMark, isKeyMark } from "../application/pseudonym/KeyMark";
import { isUnreadable, type PersistencePort, type UnreadableRecord } from "../ports/PersistencePort";
import { headerFor, lineOf } from "./records/format";
import { RecordSequence } from "./records/RecordSequence";
import { TransferError } from "./TransferError";

export interface ExportOptions {
    /** How many records are read at once. Default: 1,000. */
    pageSize?: number;
    /** Called after each page with the number of records so far. */
    onProgress?: (records: number) => void;
}

/**
 * All records of a store as lines without line feeds: a header, one record a line, and a trailer with their number and
 * checksum. Opens the port, leaves it open, and writes nothing. The header says what the store's own mark says.
 *
 * While others write, each record that is there from the beginning to the end is exported once, as it was when its page
 * was read; one that comes or goes meanwhile is exported or not. So a whole picture, and one that can be imported, takes a
 * store that no module writes to: stop the host first. Two open processes of one Identity, of which one was cancelled before
 * the other began, are noticed and refused; what else has changed is not.
 *
 * Records that cannot be read do not end it: it goes through all of the store, and then rejects with a `TransferError` that
 * names the first 20 of their keys and says how many they are.
 *
 * Rejects with a `TransferError` that names the record where the store holds what could not be imported, and with what the
 * port rejects with. What came before is then not to be used: there is no trailer.
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
