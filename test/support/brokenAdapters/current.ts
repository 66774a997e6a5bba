import type { StoredRecord } from "../../../src/ports/PersistencePort";
import { SimplePersistence } from "./SimplePersistence";

/** Finds who holds the slot, and forgets what is unsettled. */
export class UnsettledForgotten extends SimplePersistence {
    protected override isCurrent(record: StoredRecord): boolean {
        return record.slot === record.identityKey;
    }
}

/** Joins two answers, and names a record that is in both twice. */
export class CurrentNamedTwice extends SimplePersistence {
    public override async findCurrent(identityKey: string): Promise<StoredRecord[]> {
        const current = await super.findCurrent(identityKey);
        const both = current.filter((record) => record.slot === identityKey && record.unsettled);
        return [...current, ...structuredClone(both)];
    }
}

/** Joins two answers without bringing them in order. */
export class HolderFirst extends SimplePersistence {
    public override async findCurrent(identityKey: string): Promise<StoredRecord[]> {
        const current = await super.findCurrent(identityKey);
        const holds = (record: StoredRecord) => Number(record.slot === identityKey);
        return current.sort((one, other) => holds(other) - holds(one));
    }
}

/** Finds every record of the Identity. */
export class AllAreCurrent extends SimplePersistence {
    protected override isCurrent(): boolean {
        return true;
    }
}

/** Finds who holds a slot of that name, of whatever Identity. */
export class CurrentBySlotAlone extends SimplePersistence {
    public override async findCurrent(identityKey: string): Promise<StoredRecord[]> {
        this.requireOpen();
        const isCurrent = ({ slot, ...record }: StoredRecord): boolean =>
            slot === identityKey || (record.identityKey === identityKey && record.unsettled);
        return this.select(isCurrent, "createdAt").map((record) => this.readable(record));
    }
}
