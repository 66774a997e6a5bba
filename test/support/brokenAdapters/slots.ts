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

/** Remembers that nothing held a slot, until it has inserted itself. */
export class RemembersFreeSlots extends SimplePersistence {
    private readonly free = new Set<string>();

    public override async findCurrent(identityKey: string): Promise<StoredRecord[]> {
        if (this.free.has(identityKey)) return [];
        const found = await super.findCurrent(identityKey);
        if (found.length === 0) this.free.add(identityKey);
        return found;
    }

    public override async insert(record: StoredRecord): Promise<void> {
        this.free.delete(record.identityKey);
        await super.insert(record);
    }
}

/** Fails where a deadlock with a delete ended its insert, instead of trying again. */
export class FailsInDeadlocks extends SimplePersistence {
    private isDeleting = false;

    public override async insert(record: StoredRecord): Promise<void> {
        if (this.isDeleting) this.refuse("unavailable");
        await super.insert(record);
    }

    public override async delete(identityKey: string, key: string, expectedRevision: number): Promise<void> {
        this.isDeleting = true;
        await Promise.resolve();
        this.isDeleting = false;
        await super.delete(identityKey, key, expectedRevision);
    }
}

const locks = new WeakMap<StoredRecord[], Map<string, Promise<unknown>>>();

/** Looks first and writes later, under a lock that holds within one process. */
export class LocksInOneProcess extends SimplePersistence {
    public override async insert(record: StoredRecord): Promise<void> {
        await this.locked(async () => {
            this.requireOpen();
            this.requireFree(record);
            if (this.records.some((other) => other.key === record.key)) this.refuse("duplicate");
            await Promise.resolve();
            this.write(() => this.records.push(this.copyIn(record)));
        });
    }

    private async locked(work: () => Promise<void>): Promise<void> {
        const ofProcesses = locks.get(this.records) ?? new Map<string, Promise<unknown>>();
        locks.set(this.records, ofProcesses);
        const before = ofProcesses.get(this.process) ?? Promise.resolve();
        const own = before.then(work, work);
        ofProcesses.set(this.process, own);
        await own;
    }
}
