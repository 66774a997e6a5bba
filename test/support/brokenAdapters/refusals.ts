import { PersistenceError } from "../../../src/ports/PersistenceError";
import type { StoredRecord } from "../../../src/ports/PersistencePort";
import { SimplePersistence } from "./SimplePersistence";

/** Asks for the key before the slot: where both are taken, it says the wrong one. */
export class DuplicateBeforeSlotTaken extends SimplePersistence {
    public override async insert(record: StoredRecord): Promise<void> {
        if (this.records.some((other) => other.key === record.key)) this.refuse("duplicate");
        await super.insert(record);
    }
}

/** Asks for the slot before the record. */
export class SlotTakenBeforeNotFound extends SimplePersistence {
    public override async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        this.requireOpen();
        this.requireFree(record);
        await super.update(record, expectedRevision);
    }
}

/** Asks for the slot before the revision. */
export class SlotTakenBeforeStale extends SimplePersistence {
    public override async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        this.requireOpen();
        const stored = this.records.find(({ key, identityKey }) => {
            return key === record.key && identityKey === record.identityKey;
        });
        if (stored !== undefined) this.requireFree(record);
        await super.update(record, expectedRevision);
    }
}

/** Asks for the revision before the Identity. */
export class StaleBeforeNotFound extends SimplePersistence {
    protected override indexOf(identityKey: string, key: string, expectedRevision: number): number {
        const stored = this.records.find((record) => record.key === key);
        if (stored !== undefined && stored.revision !== expectedRevision) this.refuse("staleRevision");
        return super.indexOf(identityKey, key, expectedRevision);
    }
}

/** Asks for the lookup before the slot. */
export class UpdateDuplicateFirst extends SimplePersistence {
    protected override requireSlotFree(record: StoredRecord, others: StoredRecord[]): void {
        if (others.some((other) => other.lookup === record.lookup)) this.refuse("duplicate");
        super.requireSlotFree(record, others);
    }
}

/** Gives up the slot before it finds that the update is refused. */
export class RefusedUpdateGivesUpSlot extends SimplePersistence {
    public override async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        const stored = this.records.find(({ key }) => key === record.key);
        try {
            await super.update(record, expectedRevision);
        } catch (error) {
            if (stored !== undefined && stored.slot !== record.slot) this.state.leftovers.add(stored.slot);
            throw error;
        }
    }

    protected override requireSlotFree(record: StoredRecord, others: StoredRecord[]): void {
        if (!this.state.leftovers.has(record.slot)) super.requireSlotFree(record, others);
    }
}

/** Has an index of lookups of its own, in which something is left behind. */
abstract class LookupsApart extends SimplePersistence {
    protected override requireFree(record: StoredRecord): void {
        super.requireFree(record);
        if (this.state.leftovers.has(record.lookup)) this.refuse("duplicate");
    }
}

/** Has taken the lookup before it finds that the slot is held. */
export class RefusedInsertTakesLookup extends LookupsApart {
    public override async insert(record: StoredRecord): Promise<void> {
        try {
            await super.insert(record);
        } catch (error) {
            if (PersistenceError.kindOf(error) === "slotTaken") this.state.leftovers.add(record.lookup);
            throw error;
        }
    }
}

/** Has removed what is due before it finds that the delete is stale. */
export class RefusedDeleteDropsDue extends SimplePersistence {
    public override async delete(identityKey: string, key: string, expectedRevision: number): Promise<void> {
        try {
            await super.delete(identityKey, key, expectedRevision);
        } catch (error) {
            this.state.leftovers.add(key);
            throw error;
        }
    }

    protected override isDue(record: StoredRecord, until: string): boolean {
        return super.isDue(record, until) && !this.state.leftovers.has(record.key);
    }
}

/** Leaves the lookup of a deleted record taken. */
export class DeletedLookupStays extends LookupsApart {
    public override async delete(identityKey: string, key: string, expectedRevision: number): Promise<void> {
        const stored = this.records.find((record) => record.key === key);
        await super.delete(identityKey, key, expectedRevision);
        if (stored !== undefined) this.state.leftovers.add(stored.lookup);
    }
}

/** Leaves the key of a deleted record taken. */
export class DeletedKeyStays extends SimplePersistence {
    public override async insert(record: StoredRecord): Promise<void> {
        if (this.state.leftovers.has(record.key)) this.refuse("duplicate");
        await super.insert(record);
    }

    public override async delete(identityKey: string, key: string, expectedRevision: number): Promise<void> {
        await super.delete(identityKey, key, expectedRevision);
        this.state.leftovers.add(key);
    }
}

/** Leaves the slot of a deleted record taken. */
export class DeletedSlotStays extends SimplePersistence {
    public override async delete(identityKey: string, key: string, expectedRevision: number): Promise<void> {
        const stored = this.records.find((record) => record.key === key);
        await super.delete(identityKey, key, expectedRevision);
        if (stored !== undefined) this.state.leftovers.add(stored.slot);
    }

    protected override requireSlotFree(record: StoredRecord, others: StoredRecord[]): void {
        super.requireSlotFree(record, others);
        if (this.state.leftovers.has(record.slot)) this.refuse("slotTaken");
    }
}

/** Leaves the lookup taken that a record had before an update. */
export class LeftLookupStays extends LookupsApart {
    public override async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        const stored = this.records.find(({ key }) => key === record.key);
        await super.update(record, expectedRevision);
        if (stored !== undefined && stored.lookup !== record.lookup) this.state.leftovers.add(stored.lookup);
    }
}
