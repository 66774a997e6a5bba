import { DuePosition, StoredRecord } from "../../ports/PersistencePort";

type Position = Pick<StoredRecord, "createdAt" | "dueAt" | "key">;

/**
 * Records in the order of one of their dates, then of their key. Finding a place takes a binary search; adding at the
 * end, which is where new records nearly always go, costs the same however many there are.
 */
export class SortedRecords {
    private readonly records: StoredRecord[] = [];

    public constructor(private readonly date: "createdAt" | "dueAt") {}

    public get isEmpty(): boolean {
        return this.records.length === 0;
    }

    public add(record: StoredRecord): void {
        const last = this.records.at(-1);
        if (last === undefined || this.compare(last, record[this.date]!, record.key) < 0) this.records.push(record);
        else this.records.splice(this.countBefore(record[this.date], record.key), 0, record);
    }

    /** `record` must be among them; `next`, of the same key, takes its place, or the place that is its own now. */
    public replace(record: StoredRecord, next: StoredRecord): void {
        if (next[this.date] === record[this.date]) this.records[this.indexOf(record)] = next;
        else {
            this.remove(record);
            this.add(next);
        }
    }

    /** The record must be among them. */
    public remove(record: StoredRecord): void {
        const index = this.indexOf(record);
        // After a splice V8 keeps no spare room, and the next push would copy the whole array.
        if (index === this.records.length - 1) this.records.pop();
        else this.records.splice(index, 1);
    }

    /** Those behind the position, or all, at most `limit`. */
    public after(position: Position | undefined, limit: number): StoredRecord[] {
        const start = position === undefined ? 0 : this.countBefore(position[this.date], position.key, true);
        return this.records.slice(start, start + limit);
    }

    /** Those whose date is at or before `until`, behind the position if one is named, at most `limit`. */
    public until(until: string, limit: number, after?: DuePosition): StoredRecord[] {
        const start = after === undefined ? 0 : this.countBefore(after.dueAt, after.key, true);
        const found: StoredRecord[] = [];
        for (let index = start; index < this.records.length && found.length < limit; index++) {
            const record = this.records[index];
            if (record[this.date]! > until) break;
            found.push(record);
        }
        return found;
    }

    private indexOf(record: StoredRecord): number {
        const last = this.records.length - 1;
        return this.records[last] === record ? last : this.countBefore(record[this.date], record.key);
    }

    /** How many stand before that position; with `inclusive` also one that stands at it. */
    private countBefore(date: string | null, key: string, inclusive = false): number {
        let low = 0;
        let high = this.records.length;
        while (low < high) {
            const middle = (low + high) >>> 1;
            const order = this.compare(this.records[middle], date!, key);
            if (order < 0 || (inclusive && order === 0)) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private compare(record: StoredRecord, date: string, key: string): number {
        const ownDate = record[this.date]!;
        if (ownDate !== date) return ownDate < date ? -1 : 1;
        if (record.key !== key) return record.key < key ? -1 : 1;
        return 0;
    }
}
