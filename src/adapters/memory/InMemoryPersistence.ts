import { PersistenceError } from "../../ports/PersistenceError";
import { DuePosition, PersistencePort, RecordPosition, StoredRecord } from "../../ports/PersistencePort";
import { cloneRecord } from "./cloneRecord";
import { SortedKeys } from "./SortedKeys";
import { SortedRecords } from "./SortedRecords";

/**
 * Keeps records in this process's memory: for tests, demonstrations, and hosts that keep nothing anyway. It holds all
 * that the port asks for but durability: what it holds is gone with the instance. `close` keeps the records, so that a
 * module may be created anew over the same instance.
 *
 * Every method does its whole work before its first `await` could let another in: within one process, the only one that
 * it serves, nothing interleaves.
 */
export class InMemoryPersistence implements PersistencePort {
    public readonly isDurable = false;

    private isOpen = false;
    private readonly byKey = new Map<string, StoredRecord>();
    private readonly bySlot = new Map<string, StoredRecord | undefined>();
    private readonly byLookup = new Map<string, StoredRecord>();
    private readonly histories = new Map<string, SortedRecords>();
    private readonly unsettled = new Map<string, Set<StoredRecord>>();
    private readonly due = new SortedRecords("dueAt");
    private readonly keys = new SortedKeys(() => this.byKey.keys());

    public async open(): Promise<void> {
        this.isOpen = true;
    }

    public async close(): Promise<void> {
        this.isOpen = false;
    }

    public async insert(record: StoredRecord): Promise<void> {
        this.requireOpen();
        this.requireUnique(record, undefined);
        if (this.byKey.has(record.key)) throw new PersistenceError("duplicate", "There is a record with this key.");
        this.add(cloneRecord(record));
        this.keys.add(record.key);
    }

    public async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        this.requireOpen();
        const stored = this.stored(record.identityKey, record.key, expectedRevision);
        this.requireUnique(record, stored);
        this.replace(stored, cloneRecord(record));
    }

    public async delete(identityKey: string, key: string, expectedRevision: number): Promise<void> {
        this.requireOpen();
        this.remove(this.stored(identityKey, key, expectedRevision));
        this.keys.remove(key);
    }

    public async findCurrent(identityKey: string): Promise<StoredRecord[]> {
        this.requireOpen();
        const holder = this.ownHolder(identityKey);
        const unsettled = this.unsettled.get(identityKey);
        if (unsettled === undefined) return holder === undefined ? [] : [cloneRecord(holder)];

        const current = new SortedRecords("createdAt");
        if (holder !== undefined && !holder.unsettled) current.add(holder);
        for (const record of unsettled) current.add(record);
        return current.after(undefined, Infinity).map(cloneRecord);
    }

    public async findByLookup(lookup: string): Promise<StoredRecord | undefined> {
        this.requireOpen();
        const record = this.byLookup.get(lookup);
        return record === undefined ? undefined : cloneRecord(record);
    }

    public async list(identityKey: string, after?: RecordPosition, limit = Infinity): Promise<StoredRecord[]> {
        this.requireOpen();
        const history = this.histories.get(identityKey);
        if (history === undefined) return [];
        return history.after(after && { ...after, dueAt: null }, limit).map(cloneRecord);
    }

    public async findDue(until: string, limit: number, after?: DuePosition): Promise<StoredRecord[]> {
        this.requireOpen();
        return this.due.until(until, limit, after).map(cloneRecord);
    }

    public async scan(after: string | undefined, limit: number): Promise<StoredRecord[]> {
        this.requireOpen();
        return this.keys.behind(after, limit).map((key) => cloneRecord(this.byKey.get(key)!));
    }

    private requireOpen(): void {
        if (!this.isOpen) throw new PersistenceError("unavailable", "The store is not open.");
    }

    /** The stored record that a change names, if it still has the revision that the caller saw. */
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

    /** A record of another Identity can hold the slot: slots and keys are one space of names. */
    private ownHolder(identityKey: string): StoredRecord | undefined {
        const holder = this.bySlot.get(identityKey);
        return holder?.identityKey === identityKey ? holder : undefined;
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

    private add(record: StoredRecord): void {
        this.byKey.set(record.key, record);
        this.bySlot.set(record.slot, record);
        this.byLookup.set(record.lookup, record);

        let history = this.histories.get(record.identityKey);
        if (history === undefined) this.histories.set(record.identityKey, (history = new SortedRecords("createdAt")));
        history.add(record);

        if (record.dueAt !== null) this.due.add(record);
        if (record.unsettled) this.addUnsettled(record);
    }

    private addUnsettled(record: StoredRecord): void {
        const others = this.unsettled.get(record.identityKey);
        if (others === undefined) this.unsettled.set(record.identityKey, new Set([record]));
        else others.add(record);
    }

    /** An entry that the next record overwrites is left where it is: what is deleted and set again costs twice, and more. */
    private replace(record: StoredRecord, next: StoredRecord): void {
        this.byKey.set(next.key, next);
        if (next.slot !== record.slot) this.emptySlot(record);
        this.bySlot.set(next.slot, next);
        if (next.lookup !== record.lookup) this.byLookup.delete(record.lookup);
        this.byLookup.set(next.lookup, next);
        this.histories.get(record.identityKey)!.replace(record, next);

        if (record.dueAt !== null && next.dueAt !== null) this.due.replace(record, next);
        else if (record.dueAt !== null) this.due.remove(record);
        else if (next.dueAt !== null) this.due.add(next);

        if (record.unsettled) this.removeUnsettled(record);
        if (next.unsettled) this.addUnsettled(next);
    }

    private remove(record: StoredRecord): void {
        this.byKey.delete(record.key);
        this.byLookup.delete(record.lookup);
        this.emptySlot(record);

        const history = this.histories.get(record.identityKey)!;
        history.remove(record);
        if (history.isEmpty) this.histories.delete(record.identityKey);

        if (record.dueAt !== null) this.due.remove(record);
        if (record.unsettled) this.removeUnsettled(record);
    }

    /**
     * The slot of an Identity is emptied, not deleted: a key of a Map that is deleted and set again leaves a gap each time,
     * and reading it walks past all of them.
     */
    private emptySlot({ slot, identityKey }: StoredRecord): void {
        if (slot === identityKey) this.bySlot.set(slot, undefined);
        else this.bySlot.delete(slot);
    }

    private removeUnsettled(record: StoredRecord): void {
        const unsettled = this.unsettled.get(record.identityKey)!;
        unsettled.delete(record);
        if (unsettled.size === 0) this.unsettled.delete(record.identityKey);
    }
}
