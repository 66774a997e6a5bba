import type { DuePosition, RecordPosition, StoredRecord } from "../../../src/ports/PersistencePort";
import { SimplePersistence } from "./SimplePersistence";

/** Gives records in the order in which they were written. */
export class InOrderOfWriting extends SimplePersistence {
    protected override compare(): number {
        return 0;
    }

    protected override behind(all: StoredRecord[], { createdAt, key }: RecordPosition): StoredRecord[] {
        return all.slice(all.findIndex((record) => record.createdAt === createdAt && record.key === key) + 1);
    }
}

/** Compares keys as a language sorts words: without regard to case at first. */
export class InOrderOfALanguage extends SimplePersistence {
    protected override compare(one: StoredRecord, other: StoredRecord, date: "createdAt" | "dueAt"): number {
        if (one[date] !== other[date]) return super.compare(one, other, date);
        return one.key.localeCompare(other.key, "en");
    }
}

/** Keys grow with time most of the time, so it takes them for it. */
export class InOrderOfKeys extends SimplePersistence {
    protected override compare(one: StoredRecord, other: StoredRecord): number {
        return one.key < other.key ? -1 : Number(one.key > other.key);
    }
}

/** Gives what is due in the order of creation. */
export class DueInOrderOfCreation extends SimplePersistence {
    protected override compare(one: StoredRecord, other: StoredRecord): number {
        return super.compare(one, other, "createdAt");
    }
}

/** Ignores the limit. */
export class LimitIgnored extends SimplePersistence {
    protected override firstOf(records: StoredRecord[]): StoredRecord[] {
        return records;
    }
}

/** Begins a page with the record that was the last of the one before. */
export class PageBeginsAtThePosition extends SimplePersistence {
    protected override behind(all: StoredRecord[], after: RecordPosition): StoredRecord[] {
        return all.filter((record) => this.compare(record, { ...record, ...after }, "createdAt") >= 0);
    }
}

/** Knows a position by its record, and begins anew where that is gone. */
export class PositionNeedsItsRecord extends SimplePersistence {
    protected override behind(all: StoredRecord[], { key }: RecordPosition): StoredRecord[] {
        return all.slice(all.findIndex((record) => record.key === key) + 1);
    }
}

/** Pages by the time alone, and skips what was created in the same millisecond. */
export class PagesByTimeAlone extends SimplePersistence {
    protected override behind(all: StoredRecord[], { createdAt }: RecordPosition): StoredRecord[] {
        return all.filter((record) => record.createdAt > createdAt);
    }
}

/** Does not take for due what is due at that very moment. */
export class ExclusiveDue extends SimplePersistence {
    protected override isDue(record: StoredRecord, until: string): boolean {
        return record.dueAt !== null && record.dueAt < until;
    }
}

/** Takes for due what is never due. */
export class NullIsDue extends SimplePersistence {
    protected override isDue(record: StoredRecord, until: string): boolean {
        return (record.dueAt ?? "") <= until;
    }
}

/** Gives what is due from the beginning, whatever position is named. */
export class DueFromTheBeginning extends SimplePersistence {
    protected override dueBehind(due: StoredRecord[]): StoredRecord[] {
        return due;
    }
}

/** Begins a page of what is due with the record that was the last of the one before. */
export class DueFromThePosition extends SimplePersistence {
    protected override dueBehind(due: StoredRecord[], after: DuePosition): StoredRecord[] {
        return due.filter((record) => this.compare(record, { ...record, ...after }, "dueAt") >= 0);
    }
}

/** Pages what is due by the time alone, and skips what is due at the same moment. */
export class DueByTimeAlone extends SimplePersistence {
    protected override dueBehind(due: StoredRecord[], { dueAt }: DuePosition): StoredRecord[] {
        return due.filter((record) => record.dueAt! > dueAt);
    }
}

/** Knows a position by its record, and begins anew where that is gone. */
export class DuePositionNeedsItsRecord extends SimplePersistence {
    protected override dueBehind(due: StoredRecord[], { key }: DuePosition): StoredRecord[] {
        return due.slice(due.findIndex((record) => record.key === key) + 1);
    }
}
