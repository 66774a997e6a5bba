import type { StoredRecord } from "../../../src/ports/PersistencePort";
import { SimplePersistence } from "./SimplePersistence";

/** Lets the driver's error escape as it is. */
export class DriverErrorEscapes extends SimplePersistence {
    protected override requireSlotFree(record: StoredRecord, others: StoredRecord[]): void {
        if (others.some((other) => other.slot === record.slot))
            throw new Error("UNIQUE constraint failed: record.slot");
    }
}

/** Rejects with what is no error at all. */
export class RejectsWithText extends SimplePersistence {
    protected override refuse(kind: string): never {
        throw kind;
    }
}

/** Throws before it gives a promise. */
export class ThrowsAtOnce extends SimplePersistence {
    public override findCurrent(identityKey: string): Promise<StoredRecord[]> {
        this.requireOpen();
        return super.findCurrent(identityKey);
    }
}

/** Does not tell a missing record from a stale one. */
export class MissingSaidAsStale extends SimplePersistence {
    protected override refuse(kind: Parameters<SimplePersistence["refuse"]>[0]): never {
        return super.refuse(kind === "notFound" ? "staleRevision" : kind);
    }
}

/** Resolves where it should say that there is nothing to delete. */
export class DeleteOfNothingResolves extends SimplePersistence {
    public override async delete(identityKey: string, key: string, expectedRevision: number): Promise<void> {
        this.requireOpen();
        if (!this.records.some((record) => record.key === key)) return;
        await super.delete(identityKey, key, expectedRevision);
    }
}

/** Overwrites a record whose key comes a second time. */
export class DuplicateOverwrites extends SimplePersistence {
    public override async insert(record: StoredRecord): Promise<void> {
        this.requireOpen();
        this.requireFree(record);
        const index = this.records.findIndex((other) => other.key === record.key);
        if (index >= 0) this.records.splice(index, 1);
        this.records.push(this.copyIn(record));
    }
}
