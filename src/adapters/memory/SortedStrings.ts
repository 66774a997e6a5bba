/** By code unit. Adding at the end is cheap. */
export class SortedStrings {
    private readonly strings: string[] = [];

    /** Absent: it was not among them, or no longer is. */
    public replace(before: string | undefined, after: string | undefined): void {
        if (before === after) return;
        if (before !== undefined) this.strings.splice(this.countUpTo(before) - 1, 1);
        if (after !== undefined) this.strings.splice(this.countUpTo(after), 0, after);
    }

    /** Behind `after`, up to and including `last`. */
    public page(after: string, last: string, limit: number): string[] {
        const start = this.countUpTo(after);
        return this.strings.slice(start, Math.min(start + limit, this.countUpTo(last)));
    }

    private countUpTo(string: string): number {
        let low = 0;
        let high = this.strings.length;
        while (low < high) {
            const middle = (low + high) >>> 1;
            if (this.strings[middle] <= string) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
