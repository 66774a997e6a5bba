import type { DuePosition, RecordPosition, StoredRecord } from "../../../src/ports/PersistencePort";
import { SimplePersistence } from "./SimplePersistence";

/** Lists no more than a thousand records of one Identity. */
export class ListStopsAt1000 extends SimplePersistence {
    public override async list(identityKey: string, after?: RecordPosition, limit?: number): Promise<StoredRecord[]> {
        const first = (await super.list(identityKey)).slice(0, 1_000);
        return this.firstOf(after === undefined ? first : this.behind(first, after), limit);
    }
}

/** Finds no more than 500 due records. */
export class DueStopsAt500 extends SimplePersistence {
    public override async findDue(until: string, limit: number, after?: DuePosition): Promise<StoredRecord[]> {
        const first = (await super.findDue(until, 500)).slice(0, 500);
        return this.firstOf(after === undefined ? first : this.dueBehind(first, after), limit);
    }
}

/** Scans no more than a hundred records. */
export class ScanStopsAt100 extends SimplePersistence {
    public override async scan(after: string | undefined, limit: number): Promise<StoredRecord[]> {
        const first = await super.scan(undefined, 100);
        return first.filter(({ key }) => after === undefined || this.isBehind(key, after)).slice(0, limit);
    }
}

/** Passes over what it cannot read. */
export class LeavesOutUnreadable extends SimplePersistence {
    protected override entriesOf(page: StoredRecord[]): StoredRecord[] {
        return page.filter(({ key }) => !this.state.damaged.has(key));
    }
}

/** Makes up what it cannot read. */
export class MakesUpUnreadable extends SimplePersistence {
    protected override readable(record: StoredRecord): StoredRecord {
        return this.state.damaged.has(record.key) ? { ...record, data: {} } : record;
    }
}

/** Works on nothing any more where one record cannot be read. */
export class UnreadableStopsAll extends SimplePersistence {
    protected override readable(record: StoredRecord): StoredRecord {
        return this.state.damaged.size > 0 ? this.refuse("corrupt") : record;
    }
}

/** Reads what it is to delete. */
export class ReadsBeforeDelete extends SimplePersistence {
    public override async delete(identityKey: string, key: string, expectedRevision: number): Promise<void> {
        this.requireOpen();
        this.readable(this.records[this.indexOf(identityKey, key, expectedRevision)]);
        await super.delete(identityKey, key, expectedRevision);
    }
}

/** Its driver sends a write again whose answer was lost, and it tells the second answer as it is. */
export class TellsTheSecondAnswer extends SimplePersistence {
    public override async insert(record: StoredRecord): Promise<void> {
        await this.again(() => super.insert(record));
    }

    public override async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        await this.again(() => super.update(record, expectedRevision));
    }

    public override async delete(identityKey: string, key: string, expectedRevision: number): Promise<void> {
        await this.again(() => super.delete(identityKey, key, expectedRevision));
    }

    private async again(write: () => Promise<void>): Promise<void> {
        const willBeLost = this.state.answersToLose > 0;
        try {
            await write();
        } catch (error) {
            if (!willBeLost) throw error;
            await write();
        }
    }
}
