import { cloneJson } from "../../ports/cloneJson";
import { byCreation, byDueDate, byKey } from "../../ports/order";
import { DuePosition, PersistencePort, RecordPosition, StoredRecord } from "../../ports/PersistencePort";
import { duplicate, notFound, notOpen, slotTaken, staleRevision } from "../../ports/refusals";
import { SortedRecords } from "./SortedRecords";

interface RecordsOfIdentity {
    readonly all: SortedRecords<StoredRecord, RecordPosition>;
    readonly current: SortedRecords<StoredRecord, RecordPosition>;
}

/** Meets the port, except for durability. `close` keeps the records, for a module that is created again over them. */
export class InMemoryPersistence implements PersistencePort {
    public readonly isDurable = false;

    private isOpen = false;
    private readonly byKey = new Map<string, StoredRecord>();
    private readonly keysBySlot = new Map<string, string | undefined>();
    private readonly keysByLookup = new Map<string, string | undefined>();
    private readonly ofIdentities = new Map<string, RecordsOfIdentity>();
    private readonly keys = new SortedRecords<StoredRecord, Pick<StoredRecord, "key">>(byKey);
    private readonly due = new SortedRecords<StoredRecord, Pick<StoredRecord, "dueAt" | "key">>(byDueDate);

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
        if (this.byKey.has(record.key)) throw duplicate();
        this.replace(undefined, cloneRecord(record));
    }

    public async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        this.requireOpen();
        const stored = this.stored(record.identityKey, record.key, expectedRevision);
        this.requireUnique(record, stored);
        this.replace(stored, cloneRecord(record));
    }

    public async delete(identityKey: string, key: string, expectedRevision: number): Promise<void> {
        this.requireOpen();
        this.replace(this.stored(identityKey, key, expectedRevision), undefined);
    }

    public async findCurrent(identityKey: string): Promise<StoredRecord[]> {
        this.requireOpen();
        return (this.ofIdentities.get(identityKey)?.current.page() ?? []).map(cloneRecord);
    }

    public async findByLookup(lookup: string): Promise<StoredRecord | undefined> {
        this.requireOpen();
        const key = this.keysByLookup.get(lookup);
        return key === undefined ? undefined : cloneRecord(this.byKey.get(key)!);
    }

    public async list(identityKey: string, after?: RecordPosition, limit?: number): Promise<StoredRecord[]> {
        this.requireOpen();
        return (this.ofIdentities.get(identityKey)?.all.page(after, undefined, limit) ?? []).map(cloneRecord);
    }

    public async findDue(until: string, limit: number, after?: DuePosition): Promise<StoredRecord[]> {
        this.requireOpen();
        return this.due.page(after, { dueAt: until, key: "\uffff" }, limit).map(cloneRecord);
    }

    public async scan(after: string | undefined, limit: number): Promise<StoredRecord[]> {
        this.requireOpen();
        return this.keys.page({ key: after ?? "" }, undefined, limit).map(cloneRecord);
    }

    private requireOpen(): void {
        if (!this.isOpen) throw notOpen();
    }

    private stored(identityKey: string, key: string, expectedRevision: number): StoredRecord {
        const stored = this.byKey.get(key);
        if (stored?.identityKey !== identityKey) throw notFound();
        if (stored.revision !== expectedRevision) throw staleRevision();
        return stored;
    }

    private requireUnique({ slot, lookup }: StoredRecord, before: StoredRecord | undefined): void {
        if (slot !== before?.slot && this.keysBySlot.get(slot) !== undefined) throw slotTaken();
        if (lookup !== before?.lookup && this.keysByLookup.get(lookup) !== undefined) throw duplicate();
    }

    private replace(before: StoredRecord | undefined, after: StoredRecord | undefined): void {
        replaceKey(this.keysBySlot, before?.slot, after?.slot, after?.key);
        replaceKey(this.keysByLookup, before?.lookup, after?.lookup, after?.key);
        if (after !== undefined) this.byKey.set(after.key, after);
        else this.byKey.delete(before!.key);
        this.keys.replace(before, after);
        this.due.replace(ifDue(before), ifDue(after));

        const { identityKey } = (before ?? after)!;
        const { all, current } = this.ofIdentity(identityKey);
        all.replace(before, after);
        current.replace(ifCurrent(before), ifCurrent(after));
        if (all.isEmpty) this.ofIdentities.delete(identityKey);
    }

    private ofIdentity(identityKey: string): RecordsOfIdentity {
        let records = this.ofIdentities.get(identityKey);
        if (records === undefined) {
            records = { all: new SortedRecords(byCreation), current: new SortedRecords(byCreation) };
            this.ofIdentities.set(identityKey, records);
        }
        return records;
    }
}

/** A Map's key that is deleted and set again leaves a gap each time, which slows reading: so a changed one is emptied. */
function replaceKey(
    keys: Map<string, string | undefined>,
    before: string | undefined,
    after: string | undefined,
    key: string | undefined
): void {
    if (before === after) return;
    if (before !== undefined && after === undefined) keys.delete(before);
    else if (before !== undefined) keys.set(before, undefined);
    if (after !== undefined) keys.set(after, key);
}

function ifDue(record: StoredRecord | undefined): StoredRecord | undefined {
    return record === undefined || record.dueAt === null ? undefined : record;
}

function ifCurrent(record: StoredRecord | undefined): StoredRecord | undefined {
    if (record === undefined) return undefined;
    return record.slot === record.identityKey || record.unsettled ? record : undefined;
}

/** `structuredClone` costs ten times as much. */
function cloneRecord(record: StoredRecord): StoredRecord {
    return { ...record, data: cloneJson(record.data) };
}
