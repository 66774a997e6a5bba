import type { StoredRecord } from "../../../src/ports/PersistencePort";
import { SimplePersistence } from "./SimplePersistence";

/** Lists every record whose Identity's key begins alike, as `LIKE 'key%'` does. */
export class ListsByPrefix extends SimplePersistence {
    public override async list(
        ...[identityKey, after, limit]: Parameters<SimplePersistence["list"]>
    ): Promise<StoredRecord[]> {
        this.requireOpen();
        const all = this.select((record) => record.identityKey.startsWith(identityKey), "createdAt");
        return this.firstOf(after === undefined ? all : this.behind(all, after), limit);
    }
}

/** Compares keys without regard to case, as many a collation does. */
export class IgnoresCaseOfIdentities extends SimplePersistence {
    protected override isOf(record: StoredRecord, identityKey: string): boolean {
        return record.identityKey.toLowerCase() === identityKey.toLowerCase();
    }
}

/** Takes a character and its decomposed form for the same. */
export class NormalizesIdentities extends SimplePersistence {
    protected override isOf(record: StoredRecord, identityKey: string): boolean {
        return record.identityKey.normalize() === identityKey.normalize();
    }
}

/** Compares keys without the spaces at their end, as columns of fixed width do. */
export class TrimsIdentities extends SimplePersistence {
    protected override isOf(record: StoredRecord, identityKey: string): boolean {
        return record.identityKey.trimEnd() === identityKey.trimEnd();
    }
}

/** Finds a lookup whatever its case. */
export class IgnoresCaseOfLookups extends SimplePersistence {
    protected override hasLookup(record: StoredRecord, lookup: string): boolean {
        return record.lookup.toLowerCase() === lookup.toLowerCase();
    }
}

/** Finds a lookup by a pattern that matches it. */
export class LookupIsAPattern extends SimplePersistence {
    protected override hasLookup(record: StoredRecord, lookup: string): boolean {
        const pattern = lookup
            .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
            .replace(/%/g, ".*")
            .replace(/_/g, ".");
        return new RegExp(`^${pattern}$`, "s").test(record.lookup);
    }
}

/** Finds the holder of a slot by the slot alone, and does not look whose record it is. */
export class FindsHolderBySlotAlone extends SimplePersistence {
    public override async findCurrent(identityKey: string): Promise<StoredRecord[]> {
        const holders = this.select((record) => record.slot === identityKey, "createdAt");
        const own = await super.findCurrent(identityKey);
        return [...own.filter((record) => record.slot !== identityKey), ...holders];
    }
}

/** Updates and deletes by the key alone. */
export class ChangesByKeyAlone extends SimplePersistence {
    protected override indexOf(_identityKey: string, key: string, expectedRevision: number): number {
        const stored = this.records.find((record) => record.key === key);
        return super.indexOf(stored?.identityKey ?? "", key, expectedRevision);
    }
}

/** Takes every record for the Identity's that asks. */
export class ForgetsWhoseItIs extends SimplePersistence {
    protected override isOf(): boolean {
        return true;
    }
}
