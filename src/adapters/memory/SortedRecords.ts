/** In the order of `compare`, in which no two are equal. Adding at the end is cheap. */
export class SortedRecords<Record extends Position, Position> {
    private readonly records: Record[] = [];

    public constructor(private readonly compare: (one: Position, other: Position) => number) {}

    public get isEmpty(): boolean {
        return this.records.length === 0;
    }

    /** `before` must be among them. Absent: there was none, or there is none any more. */
    public replace(before: Record | undefined, after: Record | undefined): void {
        if (before !== undefined && after !== undefined && this.compare(before, after) === 0) {
            this.records[this.countUpTo(before) - 1] = after;
            return;
        }
        if (before !== undefined) this.remove(before);
        if (after !== undefined) this.add(after);
    }

    /** Behind `after`, up to and including `last`. Absent: from the first, to the last. */
    public page(after?: Position, last?: Position, limit = Infinity): Record[] {
        const start = after === undefined ? 0 : this.countUpTo(after);
        const end = last === undefined ? this.records.length : this.countUpTo(last);
        return this.records.slice(start, Math.min(start + limit, end));
    }

    private add(record: Record): void {
        const index = this.countUpTo(record);
        if (index === this.records.length) this.records.push(record);
        else this.records.splice(index, 0, record);
    }

    private remove(record: Record): void {
        const count = this.countUpTo(record);
        // Where V8 splices, it leaves no room for the next.
        if (count === this.records.length) this.records.pop();
        else this.records.splice(count - 1, 1);
    }

    private countUpTo(position: Position): number {
        let low = 0;
        let high = this.records.length;
        if (high > 0 && this.compare(this.records[high - 1], position) <= 0) return high;
        while (low < high) {
            const middle = (low + high) >>> 1;
            if (this.compare(this.records[middle], position) <= 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
