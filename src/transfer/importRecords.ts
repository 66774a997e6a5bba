import type { Pseudonyms } from "../application/pseudonym/Pseudonyms";
import { findKeyMark, type KeyMarkState, makeKeyMark } from "../application/pseudonym/KeyMark";
import { hasWon } from "../application/records/lostRaces";
import type { PersistencePort, StoredRecord } from "../ports/PersistencePort";
import { ContentDigest } from "./records/ContentDigest";
import { type Header, lineOf, lineOfRecord, type Trailer } from "./records/format";
import type { ReadRecord } from "./records/readRecords";
import { type ImportProgress, Passes } from "./Passes";
import { StoreWalk } from "./StoreWalk";
import { TransferError } from "./TransferError";

export interface ImportOptions {
    /** Inserts at a time. Default: 256. */
    batchSize?: number;
    onProgress?: (progress: ImportProgress) => void;
    /** The exported store's key. With it, a record is refused whose address does not belong to its `identityKey`. */
    pseudonymKey?: Pseudonyms;
}

export interface ImportSummary {
    /** Of the records of the export, as read back from the store. */
    readonly count: number;
    readonly sha256: string;
    readonly inserted: number;
    /** Were there already, and the same. */
    readonly alreadyThere: number;
}

/**
 * Brings the lines of `exportRecords` into a store. `lines` is called for each step and returns the same lines each time.
 * 1. Checks the form, the rules, the count, the checksum, and that nothing in the store contradicts them. Changes nothing.
 * 2. Inserts what is not there yet. Other records in the store stay as they are.
 * 3. Reads the records back, and compares count and checksum with the trailer.
 *
 * After an interruption, run it again: it goes on where it was. When it is complete, it inserts nothing and verifies again.
 * No one else may write to the store meanwhile: a change of what it has inserted is noticed and refused.
 *
 * Opens the port, and leaves it open. Rejects with a `TransferError` that names the record: `importIsInvalid` (nothing was
 * inserted), or `importIsInConflict` (in step 2, what came before the record was).
 */
export async function importRecords(
    persistence: PersistencePort,
    lines: () => AsyncIterable<string>,
    { batchSize = 256, onProgress, pseudonymKey }: ImportOptions = {}
): Promise<ImportSummary> {
    await persistence.open();
    const work = new Import(persistence, new Passes(lines, batchSize, onProgress, pseudonymKey));
    const checked = await work.check();
    const inserted = await work.insert(checked);
    await work.verify(checked);
    return { ...checked, inserted, alreadyThere: checked.count - inserted };
}

class Import {
    public constructor(
        private readonly persistence: PersistencePort,
        private readonly passes: Passes
    ) {}

    public async check(): Promise<Trailer> {
        const walk = new StoreWalk(this.persistence);
        const isEmpty = await walk.isEmpty();
        return await this.passes.over("checking", {
            onHeader: async (header) => await this.requireSameKey(header, isEmpty),
            prepare: async (read) => {
                if (isEmpty) return undefined;
                const stored = await walk.find(read.record.key);
                if (stored !== undefined) requireSame(read, stored);
                return stored === undefined ? () => this.requireRoomFor(read) : undefined;
            }
        });
    }

    public async insert(checked: Trailer): Promise<number> {
        const walk = new StoreWalk(this.persistence);
        let inserted = 0;
        const trailer = await this.passes.over("inserting", {
            onHeader: async (header) => await this.markStore(header),
            prepare: async (read) => {
                if ((await walk.find(read.record.key)) !== undefined) return undefined;
                return async () => {
                    if (await this.insertOne(read)) inserted++;
                };
            }
        });
        requireUnchanged(trailer, checked);
        return inserted;
    }

    public async verify(checked: Trailer): Promise<void> {
        const walk = new StoreWalk(this.persistence);
        const digest = new ContentDigest();
        let count = 0;
        await this.passes.over("verifying", {
            onHeader: (header) => digest.add(lineOf(header)),
            prepare: async (read) => {
                const stored = await walk.find(read.record.key);
                if (stored === undefined) throw conflict(read, "it is gone from the store");
                digest.add(requireSame(read, stored));
                count++;
                return undefined;
            }
        });
        requireUnchanged({ count, sha256: digest.end() }, checked);
    }

    private async requireSameKey({ pseudonymKey }: Header, isEmpty: boolean): Promise<void> {
        const mark = await findKeyMark(this.persistence);
        if (mark === undefined && isEmpty) return;
        requireMatchingKey(mark ?? withoutKey, pseudonymKey);
    }

    /** Before the first record, so that a module that starts at the same moment sees it. */
    private async markStore({ pseudonymKey }: Header): Promise<void> {
        const state = { id: pseudonymKey, isBeingConverted: false };
        const mark =
            (await findKeyMark(this.persistence)) ??
            (await makeKeyMark(this.persistence, state, new Date().toISOString()));
        requireMatchingKey(mark, pseudonymKey);
    }

    private async insertOne(read: ReadRecord): Promise<boolean> {
        if (await hasWon(() => this.persistence.insert(read.record))) return true;
        const stored = await this.persistence.findByLookup(read.record.lookup);
        if (stored?.key === read.record.key) {
            requireSame(read, stored);
            return false;
        }
        await this.requireRoomFor(read);
        throw conflict(read, idIsTaken);
    }

    private async requireRoomFor(read: ReadRecord): Promise<void> {
        const { identityKey, slot, lookup } = read.record;
        if ((await this.persistence.findByLookup(lookup)) !== undefined) throw conflict(read, idIsTaken);
        if (slot !== identityKey) return;
        const current = await this.persistence.findCurrent(identityKey);
        if (current.some((other) => other.slot === slot)) throw conflict(read, slotIsTaken);
    }
}

const withoutKey: KeyMarkState = { id: null, isBeingConverted: false };

/** No key would find all Identities of such a store. */
function requireMatchingKey({ id, isBeingConverted }: KeyMarkState, imported: string | null): void {
    if (isBeingConverted) {
        throw TransferError.conflict("the store's conversion to a pseudonym key has not ended: run it again first");
    }
    if (id === imported) return;
    if (id === null) {
        throw TransferError.conflict(
            "what is imported was used with a pseudonym key, and the store without one: import it into a new store"
        );
    }
    throw TransferError.conflict(
        imported === null
            ? "the store is used with a pseudonym key, and what is imported was not: import it elsewhere and convert it"
            : "what is imported was used with another pseudonym key than the store"
    );
}

function requireSame(read: ReadRecord, stored: StoredRecord): string {
    const line = lineOfRecord(stored);
    if (line !== read.line) throw conflict(read, "the store holds it already, and it is not the same there");
    return line;
}

const slotIsTaken = "in the store, another record holds the slot of its Identity";
const idIsTaken = "in the store, another record has its process or its key";

function requireUnchanged(now: Trailer, checked: Trailer): void {
    if (now.count === checked.count && now.sha256 === checked.sha256) return;
    throw TransferError.invalid("what is imported has changed while it was read: import it again");
}

function conflict({ record, lineNumber }: ReadRecord, reason: string): TransferError {
    return TransferError.conflict(reason, { line: lineNumber, key: record.key });
}
