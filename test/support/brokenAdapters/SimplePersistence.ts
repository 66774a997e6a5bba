import { PersistenceError } from "../../../src/ports/PersistenceError";
import type {
    DuePosition,
    PersistencePort,
    RecordPosition,
    StoredRecord,
    UnreadableRecord
} from "../../../src/ports/PersistencePort";
import { type DatabaseState, stateOf } from "./DatabaseState";

/**
 * The port in as few steps as it takes, over an array that stands for the database: ports over one array are processes
 * that share it, and it outlives them all. Each step is a method of its own, so that a broken adapter is this one with
 * one step done wrongly. It is whole itself; that the contract finds nothing in it shows that the steps are what fails.
 */
export class SimplePersistence implements PersistencePort {
    /** Ports of different processes share nothing but the database. */
    public process = "first";
    protected isOpen = false;

    public constructor(protected readonly records: StoredRecord[]) {}

    protected get state(): DatabaseState {
        return stateOf(this.records);
    }

    public get isDurable(): boolean {
        return true;
    }

    public async open(): Promise<void> {
        if (this.state.version > 1) this.refuse("newerVersion");
        this.isOpen = true;
    }

    public async close(): Promise<void> {
        this.isOpen = false;
    }

    public async insert(record: StoredRecord): Promise<void> {
        this.requireOpen();
        this.requireFree(record);
        if (this.records.some((other) => other.key === record.key)) this.refuse("duplicate");
        this.write(() => this.records.push(this.copyIn(record)));
    }

    public async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        this.requireOpen();
        const index = this.indexOf(record.identityKey, record.key, expectedRevision);
        this.requireFree(record);
        this.write(() => (this.records[index] = this.copyIn(record)));
    }

    public async delete(identityKey: string, key: string, expectedRevision: number): Promise<void> {
        this.requireOpen();
        const index = this.indexOf(identityKey, key, expectedRevision);
        this.write(() => this.records.splice(index, 1));
        this.state.damaged.delete(key);
    }

    public async findCurrent(identityKey: string): Promise<StoredRecord[]> {
        this.requireOpen();
        const found = this.select((record) => this.isOf(record, identityKey) && this.isCurrent(record), "createdAt");
        return found.map((record) => this.readable(record));
    }

    public async findByLookup(lookup: string): Promise<StoredRecord | undefined> {
        this.requireOpen();
        const found = this.select((record) => this.hasLookup(record, lookup), "createdAt");
        return found.map((record) => this.readable(record))[0];
    }

    public async list(identityKey: string, after?: RecordPosition, limit?: number): Promise<StoredRecord[]> {
        this.requireOpen();
        const all = this.select((record) => this.isOf(record, identityKey), "createdAt");
        return this.entriesOf(this.firstOf(after === undefined ? all : this.behind(all, after), limit));
    }

    public async findDue(until: string, limit: number, after?: DuePosition): Promise<StoredRecord[]> {
        this.requireOpen();
        const due = this.select((record) => this.isDue(record, until), "dueAt");
        return this.entriesOf(this.firstOf(after === undefined ? due : this.dueBehind(due, after), limit));
    }

    public async scan(after: string | undefined, limit: number): Promise<StoredRecord[]> {
        this.requireOpen();
        const all = this.records.filter((record) => after === undefined || this.isBehind(record.key, after));
        const page = this.firstOf(
            all.sort((one, other) => this.compareKeys(one.key, other.key)),
            limit
        );
        return this.entriesOf(page.map((record) => this.copyOut(record)));
    }

    /** Takes effect; whether its answer arrives is another matter. */
    protected write(change: () => unknown): void {
        change();
        if (this.state.answersToLose === 0) return;
        this.state.answersToLose--;
        this.answerIsLost(change);
    }

    protected answerIsLost(_change: () => unknown): void {
        this.refuse("unavailable");
    }

    protected readable(record: StoredRecord): StoredRecord {
        return this.state.damaged.has(record.key) ? this.refuse("corrupt") : record;
    }

    /** Typed as if all of them were readable, for the broken adapters that know of no others. */
    protected entriesOf(page: StoredRecord[]): StoredRecord[] {
        return page.map((record) => {
            if (!this.state.damaged.has(record.key)) return record;
            const { data: _, ...columns } = record;
            const entry: UnreadableRecord = { ...columns, unreadable: "Its data is no JSON." };
            return entry as unknown as StoredRecord;
        });
    }

    protected dueBehind(due: StoredRecord[], after: DuePosition): StoredRecord[] {
        return due.filter((record) => this.compare(record, { ...record, ...after }, "dueAt") > 0);
    }

    protected isBehind(key: string, after: string): boolean {
        return this.compareKeys(key, after) > 0;
    }

    protected compareKeys(one: string, other: string): number {
        return compareText(one, other);
    }

    protected requireOpen(): void {
        if (!this.isOpen) this.refuse("unavailable");
    }

    protected requireFree(record: StoredRecord): void {
        const others = this.records.filter((other) => other.key !== record.key);
        this.requireSlotFree(record, others);
        if (others.some((other) => other.lookup === record.lookup)) this.refuse("duplicate");
    }

    protected requireSlotFree(record: StoredRecord, others: StoredRecord[]): void {
        if (others.some((other) => other.slot === record.slot)) this.refuse("slotTaken");
    }

    protected indexOf(identityKey: string, key: string, expectedRevision: number): number {
        const index = this.records.findIndex((record) => record.key === key && record.identityKey === identityKey);
        if (index < 0) this.refuse("notFound");
        if (this.records[index].revision !== expectedRevision) this.refuse("staleRevision");
        return index;
    }

    protected refuse(kind: PersistenceError["kind"]): never {
        throw new PersistenceError(kind, `Refused: ${kind}.`);
    }

    protected copyIn(record: StoredRecord): StoredRecord {
        return structuredClone(record);
    }

    protected copyOut(record: StoredRecord): StoredRecord {
        return structuredClone(record);
    }

    protected isOf(record: StoredRecord, identityKey: string): boolean {
        return record.identityKey === identityKey;
    }

    protected hasLookup(record: StoredRecord, lookup: string): boolean {
        return record.lookup === lookup;
    }

    protected isCurrent(record: StoredRecord): boolean {
        return record.slot === record.identityKey || record.unsettled;
    }

    protected isDue(record: StoredRecord, until: string): boolean {
        return record.dueAt !== null && record.dueAt <= until;
    }

    protected compare(one: StoredRecord, other: StoredRecord, date: "createdAt" | "dueAt"): number {
        return compareText(one[date] ?? "", other[date] ?? "") || compareText(one.key, other.key);
    }

    protected behind(all: StoredRecord[], after: RecordPosition): StoredRecord[] {
        return all.filter((record) => this.compare(record, { ...record, ...after }, "createdAt") > 0);
    }

    protected firstOf(records: StoredRecord[], limit?: number): StoredRecord[] {
        return records.slice(0, limit);
    }

    protected select(matches: (record: StoredRecord) => boolean, date: "createdAt" | "dueAt"): StoredRecord[] {
        const found = this.records.filter(matches).sort((one, other) => this.compare(one, other, date));
        return found.map((record) => this.copyOut(record));
    }
}

function compareText(one: string, other: string): number {
    if (one === other) return 0;
    return one < other ? -1 : 1;
}
