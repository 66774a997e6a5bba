import type { Pseudonyms } from "../application/pseudonym/Pseudonyms";
import { toApplicationError } from "../application/toApplicationError";
import { IdentityDeletionError } from "../domain/IdentityDeletionError";
import { isUnreadable, type PageEntry, type PersistencePort, type StoredRecord } from "../ports/PersistencePort";
import { unreadable } from "../ports/unreadableRecords";
import { beginConversion, endConversion } from "./conversionMark";
import { isPlain } from "./convertedRecord";
import { RecordConversion } from "./RecordConversion";

export interface PseudonymizationOptions {
    /** Records read at a time. Default: 500. */
    readonly pageSize?: number;
    /** Records converted at a time. Default: 8. */
    readonly concurrency?: number;
    /** Called after each page, with the number that this call has converted. */
    readonly onProgress?: (converted: number) => void;
}

export interface PseudonymizationOutcome {
    /** 0 where the store had this key already. */
    readonly converted: number;
    /** Became `Cancelled`: a host that was not stopped started a second process; the one that ends later stays. */
    readonly closed: number;
}

/**
 * Converts a store to be used with this pseudonym key and no other. Stop every host first. Closes the port. Several calls
 * may run at once. After an end at any moment, also by `kill -9`, no module opens the store, and the same call goes on.
 *
 * Each record is copied to its pseudonym, and then the original is deleted. As long as the original exists it alone counts:
 * at every moment each process counts exactly once, and no change in between is lost.
 *
 * Rejects with `pseudonymKeyIsWrong` where the store has another key, `storeIsCorrupt` (it names the record's key),
 * `storeUnavailable`; with a `TypeError` or `RangeError` where an argument is wrong.
 */
export async function pseudonymize(
    persistence: PersistencePort,
    pseudonymKey: Pseudonyms,
    { pageSize = 500, concurrency = 8, onProgress }: PseudonymizationOptions = {}
): Promise<PseudonymizationOutcome> {
    requireCount("pageSize", pageSize);
    requireCount("concurrency", concurrency);
    if (typeof pseudonymKey?.identityKeyOf !== "function") {
        throw new TypeError("The pseudonymKey must be what PseudonymKey.of(bytes) returns.");
    }
    try {
        await persistence.open();
        try {
            if (!(await beginConversion(persistence, pseudonymKey.id))) return { converted: 0, closed: 0 };
            const conversion = new RecordConversion(persistence, pseudonymKey);
            let found: number;
            // Others may have written records with keys before the present one meanwhile.
            do found = await passThrough(persistence, conversion, { pageSize, concurrency, onProgress });
            while (found > 0);
            await endConversion(persistence, pseudonymKey.id);
            const { converted, closed } = conversion;
            return { converted, closed };
        } finally {
            await persistence.close();
        }
    } catch (error) {
        throw toApplicationError(error);
    }
}

async function passThrough(
    store: PersistencePort,
    conversion: RecordConversion,
    { pageSize, concurrency, onProgress }: Pick<PseudonymizationOptions, "onProgress"> & Counts
): Promise<number> {
    let found = 0;
    for (let after: string | undefined; ;) {
        const page = readable(await store.scan(after, pageSize));
        if (page.length === 0) return found;
        after = page[page.length - 1].key;
        const plain = page.filter(isPlain);
        if (plain.length === 0) continue;
        await sideBySide(concurrency, plain.values(), async (record) => await conversion.convert(record));
        found += plain.length;
        onProgress?.(conversion.converted);
    }
}

/** What cannot be converted must not stay under an address. */
function readable(page: readonly PageEntry[]): StoredRecord[] {
    return page.map((entry) => {
        if (isUnreadable(entry)) throw IdentityDeletionError.storeIsCorrupt(unreadable(entry).message);
        return entry;
    });
}

/** Waits for all, also where one fails: nothing may go on once the store is closed. */
async function sideBySide(
    concurrency: number,
    records: Iterable<StoredRecord>,
    work: (record: StoredRecord) => Promise<void>
): Promise<void> {
    const rest = records[Symbol.iterator]();
    let hasFailed = false;
    const worker = async (): Promise<void> => {
        for (let next = rest.next(); !next.done && !hasFailed; next = rest.next()) {
            try {
                await work(next.value);
            } catch (error) {
                hasFailed = true;
                throw error;
            }
        }
    };
    const outcomes = await Promise.allSettled(Array.from({ length: concurrency }, worker));
    const failure = outcomes.find((outcome) => outcome.status === "rejected");
    if (failure !== undefined) throw failure.reason;
}

interface Counts {
    readonly pageSize: number;
    readonly concurrency: number;
}

function requireCount(name: keyof Counts, value: unknown): void {
    if (Number.isSafeInteger(value) && (value as number) >= 1) return;
    throw new RangeError(`The option ${name} must be a whole number of at least 1.`);
}
