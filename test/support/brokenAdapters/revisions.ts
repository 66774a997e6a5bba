import type { StoredRecord } from "../../../src/ports/PersistencePort";
import { SimplePersistence } from "./SimplePersistence";

/** Ignores the revision: the last writer wins. */
export class LostUpdate extends SimplePersistence {
    public override async update(record: StoredRecord): Promise<void> {
        const stored = this.records.find((other) => other.key === record.key);
        await super.update(record, stored?.revision ?? 1);
    }
}

/** Refuses revisions that are too old, and takes those that nobody has stored yet. */
export class RevisionAsLowerBound extends SimplePersistence {
    public override async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        const stored = this.records.find((other) => other.key === record.key);
        const revision = stored?.revision ?? 1;
        await super.update(record, expectedRevision > revision ? revision : expectedRevision);
    }
}

/** Deletes whatever revision is stored. */
export class DeletesAnyRevision extends SimplePersistence {
    public override async delete(identityKey: string, key: string): Promise<void> {
        const stored = this.records.find((other) => other.key === key);
        await super.delete(identityKey, key, stored?.revision ?? 1);
    }
}

/** Compares first and sets later: another update gets in between. */
export class ComparesBeforeItSets extends SimplePersistence {
    public override async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        this.requireOpen();
        this.indexOf(record.identityKey, record.key, expectedRevision);
        this.requireFree(record);
        await Promise.resolve();
        const index = this.records.findIndex((other) => other.key === record.key);
        if (index >= 0) this.records[index] = this.copyIn(record);
    }
}

/** Has written when `dueAt` is due before it finds that the revision is stale. */
export class HalfWritesStaleUpdate extends SimplePersistence {
    public override async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        const stored = this.records.find((other) => other.key === record.key);
        if (stored !== undefined) stored.dueAt = record.dueAt;
        await super.update(record, expectedRevision);
    }
}

/** Has written the data before it finds that the slot is held. */
export class HalfWritesRefusedUpdate extends SimplePersistence {
    protected override requireFree(record: StoredRecord): void {
        const stored = this.records.find((other) => other.key === record.key);
        if (stored !== undefined) stored.data = record.data;
        super.requireFree(record);
    }
}

/** Inserts what an update does not find. */
export class UpdateThatInserts extends SimplePersistence {
    public override async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        if (this.records.some((other) => other.key === record.key)) await super.update(record, expectedRevision);
        else await super.insert(record);
    }
}

/** Answers from what this port has read before, though another port has written since. */
export class RemembersWhatItRead extends SimplePersistence {
    private readonly remembered = new Map<string, StoredRecord>();

    public override async findByLookup(lookup: string): Promise<StoredRecord | undefined> {
        const found = this.remembered.get(lookup) ?? (await super.findByLookup(lookup));
        if (found !== undefined) this.remembered.set(lookup, found);
        return structuredClone(found);
    }

    public override async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        this.remembered.clear();
        await super.update(record, expectedRevision);
    }

    public override async delete(identityKey: string, key: string, expectedRevision: number): Promise<void> {
        this.remembered.clear();
        await super.delete(identityKey, key, expectedRevision);
    }
}
