import {
    type DuePosition,
    type PageEntry,
    type RecordPosition,
    type StoredRecord
} from "../../../ports/PersistencePort";
import type { DocumentCollection } from "../DocumentDatabase";
import { persistenceErrorOf } from "../errors";
import type { Records } from "../Records";
import { byCreation, byDueDate, byKey } from "../rows";
import type { GroupFlush } from "./GroupFlush";
import { readEntry } from "./rows";

/**
 * Records in a LokiJS collection. LokiJS compares nothing when it updates, and a refused insert leaves its unique indexes
 * wrong: every write looks first whether it may be made, and nothing comes between the look and the write.
 *
 * What LokiJS returns are its own live objects: they are copied before anyone else sees them, and never changed in place.
 * A write is seen by reads from when it is in memory, which may be before it is flushed.
 */
export abstract class LokiJsRecords implements Records {
    public constructor(
        protected readonly collection: DocumentCollection,
        private readonly flush: GroupFlush | undefined
    ) {}

    public abstract insert(record: StoredRecord): Promise<void>;
    public abstract update(record: StoredRecord, expectedRevision: number): Promise<void>;
    public abstract delete(identityKey: string, key: string, expectedRevision: number): Promise<void>;
    public abstract findCurrent(identityKey: string): Promise<StoredRecord[]>;
    public abstract findByLookup(lookup: string): Promise<StoredRecord | undefined>;

    /** Linear in all records of the store. */
    public async list(identityKey: string, after?: RecordPosition, limit = Infinity): Promise<PageEntry[]> {
        try {
            let page = (await this.collection.find({ identityKey })) as StoredRecord[];
            if (after !== undefined) page = page.filter((record) => byCreation(record, after) > 0);
            return page.sort(byCreation).slice(0, limit).map(readEntry);
        } catch (error) {
            throw persistenceErrorOf(error);
        }
    }

    /** Linear in all records of the store. */
    public async findDue(until: string, limit: number, after?: DuePosition): Promise<PageEntry[]> {
        try {
            // `$jlte` compares as JavaScript does; `$lte` of LokiJS takes null for less than any text.
            let due = (await this.collection.find({ dueAt: { $jlte: until } })) as StoredRecord[];
            if (after !== undefined) due = due.filter((record) => byDueDate(record, after) > 0);
            return due.sort(byDueDate).slice(0, limit).map(readEntry);
        } catch (error) {
            throw persistenceErrorOf(error);
        }
    }

    /** Linear in all records of the store: each page costs as much as a look at all of them. */
    public async scan(after: string | undefined, limit: number): Promise<PageEntry[]> {
        try {
            const query = after === undefined ? {} : { key: { $jgt: after } };
            const found = (await this.collection.find(query)) as StoredRecord[];
            return found.sort(byKey).slice(0, limit).map(readEntry);
        } catch (error) {
            throw persistenceErrorOf(error);
        }
    }

    /**
     * Resolves once the writes made so far are flushed, where the host wants that; `undefined` where it does not, and then
     * there is nothing to await: a turn of the queue shows beside what LokiJS itself takes.
     */
    protected flushed(): Promise<void> | undefined {
        return this.flush?.flushed();
    }
}
