import { cloneJson } from "../../ports/cloneJson";
import { PersistenceError } from "../../ports/PersistenceError";
import { DuePosition, PersistencePort, RecordPosition, StoredRecord } from "../../ports/PersistencePort";
import { SortedStrings } from "./SortedStrings";

const end = "\uffff";
const lengthOfDate = 24;

/** `createdAt` and key, concatenated, of one Identity's records. */
interface Positions {
    readonly all: SortedStrings;
    readonly current: SortedStrings;
}

/** Meets the port, except for durability. `close` keeps the records, for a module that is created again over them. */
export class InMemoryPersistence implements PersistencePort {
    public readonly isDurable = false;

    private isOpen = false;
    private readonly byKey = new Map<string, StoredRecord>();
    private readonly bySlot = new Map<string, StoredRecord | undefined>();
    private readonly byLookup = new Map<string, StoredRecord | undefined>();
    private readonly keys = new SortedStrings();
    private readonly positions = new Map<string, Positions>();
    private readonly due = new SortedStrings();

    public async open(): Promise<void> {
        this.isOpen = true;
    }

    public async close(): Promise<void> {
        this.isOpen = false;
    }

    // Each method does its whole work before its first `await` could let another in: nothing interleaves.

    public async insert(record: StoredRecord): Promise<void> {
        this.requireOpen();
        this.requireUnique(record, undefined);
        if (this.byKey.has(record.key)) throw new PersistenceError("duplicate", "There is a record with this key.");
        this.keys.replace(undefined, record.key);
        this.index(undefined, cloneRecord(record));
    }

    public async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        this.requireOpen();
        const stored = this.stored(record.identityKey, record.key, expectedRevision);
        this.requireUnique(record, stored);
        this.index(stored, cloneRecord(record));
    }

    public async delete(identityKey: string, key: string, expectedRevision: number): Promise<void> {
        this.requireOpen();
        const stored = this.stored(identityKey, key, expectedRevision);
        this.index(stored, undefined);
        this.keys.replace(key, undefined);
        this.byKey.delete(key);
        this.bySlot.delete(stored.slot);
        this.byLookup.delete(stored.lookup);
        if (this.positions.get(identityKey)!.all.page("", end, 1).length === 0) this.positions.delete(identityKey);
    }

    public async findCurrent(identityKey: string): Promise<StoredRecord[]> {
        this.requireOpen();
        return this.recordsAt(this.positions.get(identityKey)?.current.page("", end, Infinity));
    }

    public async findByLookup(lookup: string): Promise<StoredRecord | undefined> {
        this.requireOpen();
        const record = this.byLookup.get(lookup);
        return record === undefined ? undefined : cloneRecord(record);
    }

    public async list(identityKey: string, after?: RecordPosition, limit = Infinity): Promise<StoredRecord[]> {
        this.requireOpen();
        const start = after === undefined ? "" : after.createdAt + after.key;
        return this.recordsAt(this.positions.get(identityKey)?.all.page(start, end, limit));
    }

    public async findDue(until: string, limit: number, after?: DuePosition): Promise<StoredRecord[]> {
        this.requireOpen();
        const start = after === undefined ? "" : after.dueAt + after.key;
        return this.recordsAt(this.due.page(start, until + end, limit));
    }

    public async scan(after: string | undefined, limit: number): Promise<StoredRecord[]> {
        this.requireOpen();
        return this.keys.page(after ?? "", end, limit).map((key) => cloneRecord(this.byKey.get(key)!));
    }

    private requireOpen(): void {
        if (!this.isOpen) throw new PersistenceError("unavailable", "The store is not open.");
    }

    private stored(identityKey: string, key: string, expectedRevision: number): StoredRecord {
        const stored = this.byKey.get(key);
        if (stored?.identityKey !== identityKey) {
            throw new PersistenceError("notFound", "There is no record with this key.");
        }
        if (stored.revision !== expectedRevision) {
            throw new PersistenceError("staleRevision", "The record has been changed since it was read.");
        }
        return stored;
    }

    private requireUnique({ slot, lookup }: StoredRecord, own: StoredRecord | undefined): void {
        const holder = this.bySlot.get(slot);
        if (holder !== undefined && holder !== own) {
            throw new PersistenceError("slotTaken", "Another record holds the slot.");
        }
        const namesake = this.byLookup.get(lookup);
        if (namesake !== undefined && namesake !== own) {
            throw new PersistenceError("duplicate", "There is a record with this lookup.");
        }
    }

    private recordsAt(positions: readonly string[] = []): StoredRecord[] {
        return positions.map((position) => cloneRecord(this.byKey.get(position.slice(lengthOfDate))!));
    }

    /** A Map's key that is deleted and set again leaves a gap each time, which slows reading: so these are emptied. */
    private index(before: StoredRecord | undefined, after: StoredRecord | undefined): void {
        if (before !== undefined) {
            this.bySlot.set(before.slot, undefined);
            this.byLookup.set(before.lookup, undefined);
        }
        if (after !== undefined) {
            this.byKey.set(after.key, after);
            this.bySlot.set(after.slot, after);
            this.byLookup.set(after.lookup, after);
        }
        const { all, current } = this.positionsOf((before ?? after)!);
        all.replace(positionOf(before), positionOf(after));
        current.replace(positionOf(before, isCurrent), positionOf(after, isCurrent));
        this.due.replace(duePositionOf(before), duePositionOf(after));
    }

    private positionsOf({ identityKey }: StoredRecord): Positions {
        let positions = this.positions.get(identityKey);
        if (positions === undefined) {
            positions = { all: new SortedStrings(), current: new SortedStrings() };
            this.positions.set(identityKey, positions);
        }
        return positions;
    }
}

function positionOf(
    record: StoredRecord | undefined,
    isListed: (record: StoredRecord) => boolean = () => true
): string | undefined {
    return record !== undefined && isListed(record) ? record.createdAt + record.key : undefined;
}

function duePositionOf(record: StoredRecord | undefined): string | undefined {
    return record !== undefined && record.dueAt !== null ? record.dueAt + record.key : undefined;
}

function isCurrent({ slot, identityKey, unsettled }: StoredRecord): boolean {
    return slot === identityKey || unsettled;
}

/** `structuredClone` costs ten times as much. */
function cloneRecord(record: StoredRecord): StoredRecord {
    return { ...record, data: cloneJson(record.data) };
}
