import type { DuePosition, PageEntry, RecordPosition, StoredRecord } from "../../../ports/PersistencePort";
import type { DocumentCollection } from "../DocumentDatabase";
import { byCreation } from "../../../ports/order";
import { duplicate, notFound, slotTaken, staleRevision } from "../../../ports/refusals";
import type { Records } from "../Records";
import { currentOf, documentOf, dueUntil, historyAfter, historyOf, readEntry, readRecord } from "./rows";
import { isDuplicateKeyError, isNothingUpdatedError, violates } from "./errors";

/** Nothing is looked at first. Each call makes its query anew, since the abstraction changes it, and cannot walk null. */
export class MongoDbRecords implements Records {
    public constructor(private readonly collection: DocumentCollection) {}

    public async insert(record: StoredRecord): Promise<void> {
        try {
            await this.collection.create(documentOf(record));
        } catch (error) {
            throw await this.failureOf(record, error);
        }
    }

    /** The abstraction replaces the document that its first argument matches, in one step: that is the compare-and-set. */
    public async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        const { key, identityKey } = record;
        try {
            await this.collection.update({ key, identityKey, revision: expectedRevision }, documentOf(record));
        } catch (error) {
            if (!isNothingUpdatedError(error)) throw await this.failureOf(record, error);
            const found = await this.requireRecord(identityKey, key);
            // An update that changes nothing is reported in the same way as one that finds nothing.
            if (found.revision === expectedRevision && record.revision === expectedRevision) return;
            throw staleRevision();
        }
    }

    public async delete(identityKey: string, key: string, expectedRevision: number): Promise<void> {
        if (await this.collection.delete({ key, identityKey, revision: expectedRevision })) return;
        await this.requireRecord(identityKey, key);
        throw staleRevision();
    }

    public async findCurrent(identityKey: string): Promise<StoredRecord[]> {
        return (await this.find(currentOf(identityKey))).sort(byCreation);
    }

    public async findByLookup(lookup: string): Promise<StoredRecord | undefined> {
        return (await this.find({ lookup }, 1))[0];
    }

    public async list(identityKey: string, after?: RecordPosition, limit?: number): Promise<PageEntry[]> {
        const query = after === undefined ? historyOf(identityKey) : historyAfter(identityKey, after);
        return await this.findPage(query, limit, "historyOrder");
    }

    public async findDue(until: string, limit: number, after?: DuePosition): Promise<PageEntry[]> {
        return await this.findPage(dueUntil(until, after), limit, "dueOrder");
    }

    // Keys are ASCII, whose order is the same for MongoDB.
    public async scan(after: string | undefined, limit: number): Promise<PageEntry[]> {
        return await this.findPage(after === undefined ? {} : { key: { $gt: after } }, limit, "key");
    }

    private async find(query: object, limit?: number): Promise<StoredRecord[]> {
        return await this.read(readRecord, query, limit);
    }

    private async findPage(query: object, limit: number | undefined, sortBy: string): Promise<PageEntry[]> {
        return await this.read(readEntry, query, limit, sortBy);
    }

    private async read<Entry>(
        readDocument: (document: unknown) => Entry,
        query: object,
        limit?: number,
        sortBy?: string
    ): Promise<Entry[]> {
        const pagination = limit === undefined ? undefined : { limit };
        const sorting = sortBy === undefined ? undefined : { sortBy, sortOrder: "asc" as const };
        return (await this.collection.find(query, pagination, sorting)).map((each) => readDocument(each));
    }

    private async requireRecord(identityKey: string, key: string): Promise<PageEntry> {
        const [record] = await this.read(readEntry, { key, identityKey }, 1);
        if (record === undefined) throw notFound();
        return record;
    }

    /** MongoDB names the violated index that it checked first; the port wants a taken slot first. */
    private async failureOf({ key, slot }: StoredRecord, error: unknown): Promise<unknown> {
        if (!isDuplicateKeyError(error)) return error;
        if (violates(error, "slot")) return slotTaken(error);
        const [holder] = await this.read(readEntry, { slot, key: { $ne: key } }, 1);
        return holder === undefined ? duplicate(error) : slotTaken(error);
    }
}
