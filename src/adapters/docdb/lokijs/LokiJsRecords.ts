import {
    type DuePosition,
    type PageEntry,
    type RecordPosition,
    type StoredRecord
} from "../../../ports/PersistencePort";
import { byCreation, byDueDate, byKey } from "../../../ports/order";
import type { DocumentCollection } from "../DocumentDatabase";
import type { Records } from "../Records";
import type { GroupFlush } from "./GroupFlush";
import { readEntry } from "./rows";

/** Writes look first: LokiJS compares nothing, and a refused insert breaks its indexes. Live objects are copied. */
export abstract class LokiJsRecords implements Records {
    public constructor(
        protected readonly collection: DocumentCollection,
        /** Absent: not even awaited, which is slow compared with what LokiJS takes. */
        protected readonly flush: GroupFlush | undefined
    ) {}

    public abstract insert(record: StoredRecord): Promise<void>;
    public abstract update(record: StoredRecord, expectedRevision: number): Promise<void>;
    public abstract delete(identityKey: string, key: string, expectedRevision: number): Promise<void>;
    public abstract findCurrent(identityKey: string): Promise<StoredRecord[]>;
    public abstract findByLookup(lookup: string): Promise<StoredRecord | undefined>;

    public async list(identityKey: string, after?: RecordPosition, limit = Infinity): Promise<PageEntry[]> {
        let page = (await this.collection.find({ identityKey })) as StoredRecord[];
        if (after !== undefined) page = page.filter((record) => byCreation(record, after) > 0);
        return page.sort(byCreation).slice(0, limit).map(readEntry);
    }

    public async findDue(until: string, limit: number, after?: DuePosition): Promise<PageEntry[]> {
        // `$jlte` compares as JavaScript does; LokiJS's `$lte` takes null for less than any text.
        let due = (await this.collection.find({ dueAt: { $jlte: until } })) as StoredRecord[];
        if (after !== undefined) due = due.filter((record) => byDueDate(record, after) > 0);
        return due.sort(byDueDate).slice(0, limit).map(readEntry);
    }

    public async scan(after: string | undefined, limit: number): Promise<PageEntry[]> {
        const query = after === undefined ? {} : { key: { $jgt: after } };
        const found = (await this.collection.find(query)) as StoredRecord[];
        return found.sort(byKey).slice(0, limit).map(readEntry);
    }
}
