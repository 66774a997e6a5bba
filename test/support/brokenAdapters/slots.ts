import type { StoredRecord } from "../../../src/ports/PersistencePort";
import { SimplePersistence } from "./SimplePersistence";

/** Lets any number of records into one slot. */
export class TwoInOneSlot extends SimplePersistence {
    protected override requireSlotFree(): void {
        // Every slot is taken to be free.
    }
}

/** Checks a slot at the insert only. */
export class SlotUncheckedByUpdate extends SimplePersistence {
    protected override requireSlotFree(record: StoredRecord, others: StoredRecord[]): void {
        const isInsert = others.length === this.records.length;
        if (isInsert) super.requireSlotFree(record, others);
    }
}

/** Looks first and writes later: another insert gets in between. */
export class LooksBeforeItInserts extends SimplePersistence {
    public override async insert(record: StoredRecord): Promise<void> {
        this.requireOpen();
        this.requireFree(record);
        if (this.records.some((other) => other.key === record.key)) this.refuse("duplicate");
        await Promise.resolve();
        this.records.push(this.copyIn(record));
    }
}

/** Says of a slot that is held what it says of a key that is. */
export class SlotTakenSaidAsDuplicate extends SimplePersistence {
    protected override requireSlotFree(record: StoredRecord, others: StoredRecord[]): void {
        if (others.some((other) => other.slot === record.slot)) this.refuse("duplicate");
    }
}

/** Asks for the key before the slot: where both are taken, it says the wrong one. */
export class DuplicateBeforeSlotTaken extends SimplePersistence {
    public override async insert(record: StoredRecord): Promise<void> {
        if (this.records.some((other) => other.key === record.key)) this.refuse("duplicate");
        await super.insert(record);
    }
}
