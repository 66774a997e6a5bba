import type { StoredRecord } from "../../../ports/PersistencePort";
import { duplicate } from "../../../ports/refusals";
import type { DocumentCollection } from "../DocumentDatabase";
import type { StoredDocument } from "../rows";
import type { GroupFlush } from "./GroupFlush";
import { currentRecords, documentOf, type Neighbours, readRecord, requireUnchanged, requireUnique } from "./rows";
import { LokiJsRecords } from "./LokiJsRecords";
import type { SerialQueue } from "./SerialQueue";

/** Uses the abstraction alone, which scans for each read. All stores over the collection share the queue of writes. */
export class ScanningLokiJsRecords extends LokiJsRecords {
    public constructor(
        collection: DocumentCollection,
        private readonly queue: SerialQueue,
        flush: GroupFlush | undefined
    ) {
        super(collection, flush);
    }

    public async insert(record: StoredRecord): Promise<void> {
        const document = documentOf(record);
        await this.write(async () => {
            const { byKey, ...neighbours } = await this.neighboursOf(record);
            requireUnique(record, neighbours);
            if (byKey !== undefined) throw duplicate();
            await this.collection.create(document);
        });
    }

    public async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        const document = documentOf(record);
        await this.write(async () => {
            const { byKey, ...neighbours } = await this.neighboursOf(record);
            const stored = requireUnchanged(record.identityKey, byKey, expectedRevision);
            requireUnique(record, neighbours);
            await this.collection.update(stored, document);
        });
    }

    public async delete(identityKey: string, key: string, expectedRevision: number): Promise<void> {
        await this.write(async () => {
            const [stored] = (await this.collection.find({ key })) as StoredDocument[];
            requireUnchanged(identityKey, stored, expectedRevision);
            await this.collection.delete({ key });
        });
    }

    public async findCurrent(identityKey: string): Promise<StoredRecord[]> {
        const found = await this.find({ $or: [{ slot: identityKey }, { identityKey, unsettled: true }] });
        const holder = found.find(({ slot }) => slot === identityKey);
        return currentRecords(identityKey, holder, found);
    }

    public async findByLookup(lookup: string): Promise<StoredRecord | undefined> {
        const [found] = await this.find({ lookup });
        return found === undefined ? undefined : readRecord(found);
    }

    private async write(work: () => Promise<void>): Promise<void> {
        await this.queue.run(work);
        await this.flush?.flushed();
    }

    private async find(query: object): Promise<StoredDocument[]> {
        return (await this.collection.find(query)) as StoredDocument[];
    }

    private async neighboursOf({
        key,
        slot,
        lookup
    }: StoredRecord): Promise<Neighbours & { byKey: StoredDocument | undefined }> {
        const found = await this.find({ $or: [{ key }, { slot }, { lookup }] });
        return {
            byKey: found.find((document) => document.key === key),
            bySlot: found.find((document) => document.slot === slot),
            byLookup: found.find((document) => document.lookup === lookup)
        };
    }
}
