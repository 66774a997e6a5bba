import type { StoredRecord } from "../../../src/ports/PersistencePort";
import { SimplePersistence } from "./SimplePersistence";

/** Gives out what it has stored. */
export class AliasingOnRead extends SimplePersistence {
    protected override copyOut(record: StoredRecord): StoredRecord {
        return record;
    }
}

/** Gives out a new object with the stored data in it. */
export class AliasingOfDataOnRead extends SimplePersistence {
    protected override copyOut(record: StoredRecord): StoredRecord {
        return { ...record };
    }
}

/** Stores the caller's own object. */
export class AliasingOnWrite extends SimplePersistence {
    protected override copyIn(record: StoredRecord): StoredRecord {
        return record;
    }
}

/** Stores a new object with the caller's data in it. */
export class AliasingOfDataOnWrite extends SimplePersistence {
    protected override copyIn(record: StoredRecord): StoredRecord {
        return { ...record };
    }
}

/** Leaves marks of its own in the caller's object. */
export class MarksWhatItIsGiven extends SimplePersistence {
    protected override copyIn(record: StoredRecord): StoredRecord {
        const copy = structuredClone(record);
        Object.assign(record, { _id: record.key });
        return copy;
    }
}

/** Gives out what nobody can change. */
export class FrozenRecords extends SimplePersistence {
    protected override copyOut(record: StoredRecord): StoredRecord {
        return Object.freeze(super.copyOut(record));
    }
}
