import type { StoredRecord } from "../../../ports/PersistencePort";
import { duplicate } from "../../../ports/refusals";
import type { DocumentCollection } from "../DocumentDatabase";
import type { StoredDocument } from "../rows";
import type { GroupFlush } from "./GroupFlush";
import { currentRecords, documentOf, type Neighbours, readRecord, requireUnchanged, requireUnique } from "./rows";
import type { LokiJsInnerCollection } from "./LokiJsInnerCollection";
import { LokiJsRecords } from "./LokiJsRecords";
import type { UnsettledDocuments } from "./UnsettledDocuments";

/** Uses LokiJS's own unique indexes. Each method does its whole work before its first `await`: nothing interleaves. */
export class IndexedLokiJsRecords extends LokiJsRecords {
    public constructor(
        collection: DocumentCollection,
        private readonly inner: LokiJsInnerCollection,
        private readonly unsettled: UnsettledDocuments,
        flush: GroupFlush | undefined
    ) {
        super(collection, flush);
    }

    public async insert(record: StoredRecord): Promise<void> {
        requireUnique(record, this.neighboursOf(record));
        if (this.inner.by("key", record.key) !== undefined) throw duplicate();
        const document = documentOf(record);
        this.inner.insert(document);
        this.unsettled.follow(undefined, document);
        if (this.flush !== undefined) await this.flush.flushed();
    }

    public async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        const stored = requireUnchanged(record.identityKey, this.inner.by("key", record.key), expectedRevision);
        requireUnique(record, this.neighboursOf(record, stored));
        const document = documentOf(record);
        document.$loki = stored.$loki;
        document.meta = stored.meta;
        this.inner.update(document);
        this.unsettled.follow(stored, document);
        if (this.flush !== undefined) await this.flush.flushed();
    }

    public async delete(identityKey: string, key: string, expectedRevision: number): Promise<void> {
        const stored = requireUnchanged(identityKey, this.inner.by("key", key), expectedRevision);
        if (this.inner.remove(stored) === null) throw new Error("LokiJS could not remove the document.");
        this.unsettled.follow(stored, undefined);
        if (this.flush !== undefined) await this.flush.flushed();
    }

    public async findCurrent(identityKey: string): Promise<StoredRecord[]> {
        return currentRecords(identityKey, this.inner.by("slot", identityKey), this.unsettled.of(identityKey));
    }

    public async findByLookup(lookup: string): Promise<StoredRecord | undefined> {
        const found = this.inner.by("lookup", lookup);
        return found === undefined ? undefined : readRecord(found);
    }

    /** LokiJS reads a long text slowly: what stays the same is not asked for. */
    private neighboursOf({ slot, lookup }: StoredRecord, stored?: StoredDocument): Neighbours {
        return {
            bySlot: slot === stored?.slot ? stored : this.inner.by("slot", slot),
            byLookup: lookup === stored?.lookup ? stored : this.inner.by("lookup", lookup)
        };
    }
}
