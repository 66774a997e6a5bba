import type { StoredRecord } from "../../../src/ports/PersistencePort";
import { SimplePersistence } from "./SimplePersistence";

type Column = "key" | "identityKey" | "slot" | "lookup";

/** Columns that are too short, in a database that cuts what does not fit. */
abstract class Cutting extends SimplePersistence {
    protected abstract readonly lengths: Partial<Record<Column, number>>;

    protected override copyIn(record: StoredRecord): StoredRecord {
        return this.cut(super.copyIn(record));
    }

    protected override requireFree(record: StoredRecord): void {
        super.requireFree(this.cut(record));
    }

    private cut(record: StoredRecord): StoredRecord {
        const columns = Object.entries(this.lengths) as [Column, number][];
        return { ...record, ...Object.fromEntries(columns.map(([name, most]) => [name, record[name].slice(0, most)])) };
    }
}

/** Keeps 50 characters of a key. */
export class CutsKeys extends Cutting {
    protected override readonly lengths = { key: 50 };
}

/** Keeps 64 characters of an Identity's key. */
export class CutsIdentityKeys extends Cutting {
    protected override readonly lengths = { identityKey: 64 };
}

/** Keeps 64 characters of a slot. */
export class CutsSlots extends Cutting {
    protected override readonly lengths = { slot: 64 };
}

/** Keeps 102 characters of a lookup: enough for an address of 80 and an id of 20. */
export class CutsLookups extends Cutting {
    protected override readonly lengths = { lookup: 102 };
}

/** Has columns of the right lengths, and cuts what is longer. */
export class CutsWhatIsTooLong extends Cutting {
    protected override readonly lengths = { key: 64, identityKey: 80, slot: 80, lookup: 145 };
}

/** Refuses an Identity's key that is longer than a pseudonym. */
export class RefusesLongIdentityKeys extends SimplePersistence {
    protected override copyIn(record: StoredRecord): StoredRecord {
        if (record.identityKey.length > 64) this.refuse("unavailable");
        return super.copyIn(record);
    }
}

/** Counts bytes where characters are meant. */
export class CountsBytes extends SimplePersistence {
    protected override copyIn(record: StoredRecord): StoredRecord {
        if (Buffer.byteLength(record.identityKey) > 160) this.refuse("unavailable");
        return super.copyIn(record);
    }
}

/** Replaces what its encoding takes for no character. */
export class ReplacesNoncharacters extends SimplePersistence {
    protected override copyIn(record: StoredRecord): StoredRecord {
        return JSON.parse(JSON.stringify(record).replaceAll("\uffff", "\ufffd")) as StoredRecord;
    }
}

/** Takes keys for the same that differ in case. */
export class IgnoresCaseOfKeys extends SimplePersistence {
    public override async insert(record: StoredRecord): Promise<void> {
        this.requireOpen();
        const key = record.key.toLowerCase();
        if (this.records.some((other) => other.key.toLowerCase() === key)) this.refuse("duplicate");
        await super.insert(record);
    }
}

/** Puts an escape character before some others, but in strings of fewer than 64 code units only. */
const escaped = (text: string): string => (text.length < 64 ? text.replace(/[\u0001-\u0004]/g, "\u0004$&") : text);

/** Takes slots for the same whose escaped forms are. */
export class EscapesShortSlots extends SimplePersistence {
    protected override requireSlotFree(record: StoredRecord, others: StoredRecord[]): void {
        if (others.some((other) => escaped(other.slot) === escaped(record.slot))) this.refuse("slotTaken");
    }
}

/** Finds the records of every Identity whose key has the same escaped form. */
export class EscapesShortIdentityKeys extends SimplePersistence {
    protected override isOf(record: StoredRecord, identityKey: string): boolean {
        return escaped(record.identityKey) === escaped(identityKey);
    }
}

/** Finds any record whose lookup has the same escaped form. */
export class EscapesShortLookups extends SimplePersistence {
    protected override hasLookup(record: StoredRecord, lookup: string): boolean {
        return escaped(record.lookup) === escaped(lookup);
    }
}
