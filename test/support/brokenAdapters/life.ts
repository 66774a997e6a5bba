import type { StoredRecord } from "../../../src/ports/PersistencePort";
import { SimplePersistence } from "./SimplePersistence";

/** Claims to be durable, and begins anew with each port. */
export class ForgottenOnReopen extends SimplePersistence {
    public override async open(): Promise<void> {
        if (!this.isOpen) this.records.length = 0;
        await super.open();
    }
}

/** Keeps what is inserted; what is updated later only while it is open. */
export class UpdatesForgottenOnReopen extends SimplePersistence {
    private readonly inserted = new Map<string, StoredRecord>();

    public override async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        const stored = this.records.find((other) => other.key === record.key);
        await super.update(record, expectedRevision);
        if (stored !== undefined && !this.inserted.has(stored.key)) this.inserted.set(stored.key, stored);
    }

    public override async close(): Promise<void> {
        for (const [index, { key }] of this.records.entries()) {
            this.records[index] = this.inserted.get(key) ?? this.records[index];
        }
        await super.close();
    }
}

/** Keeps what is deleted until it is closed, and longer. */
export class DeletedComesBack extends SimplePersistence {
    private readonly deleted: StoredRecord[] = [];

    public override async delete(identityKey: string, key: string, expectedRevision: number): Promise<void> {
        const stored = this.records.find((other) => other.key === key);
        await super.delete(identityKey, key, expectedRevision);
        if (stored !== undefined) this.deleted.push(stored);
    }

    public override async close(): Promise<void> {
        this.records.push(...this.deleted.splice(0));
        await super.close();
    }
}

/** Knows which slots are held from what it has written since it was opened. */
export class RulesForgottenOnReopen extends SimplePersistence {
    private readonly written = new Set<string>();

    protected override copyIn(record: StoredRecord): StoredRecord {
        this.written.add(record.key);
        return super.copyIn(record);
    }

    protected override requireSlotFree(record: StoredRecord, others: StoredRecord[]): void {
        super.requireSlotFree(
            record,
            others.filter((other) => this.written.has(other.key))
        );
    }
}

/** Empties what is there when it is opened once more. */
export class SecondOpenEmpties extends SimplePersistence {
    public override async open(): Promise<void> {
        if (this.isOpen) this.records.length = 0;
        await super.open();
    }
}

/** Can be used after it was closed. */
export class UsableAfterClose extends SimplePersistence {
    protected override requireOpen(): void {
        // It is always open.
    }
}

/** Answers reads after it was closed, as if there were nothing. */
export class EmptyAfterClose extends SimplePersistence {
    public override async list(...asked: Parameters<SimplePersistence["list"]>): Promise<StoredRecord[]> {
        return this.isOpen ? await super.list(...asked) : [];
    }
}

/** Closes the database for everybody. */
export class ClosesForEverybody extends SimplePersistence {
    public override async close(): Promise<void> {
        Object.freeze(this.records);
        await super.close();
    }

    protected override requireOpen(): void {
        super.requireOpen();
        if (Object.isFrozen(this.records)) this.refuse("unavailable");
    }
}

/** Claims and denies that it is durable. */
export class UndecidedDurability extends SimplePersistence {
    public override get isDurable(): boolean {
        return !this.isOpen;
    }
}
