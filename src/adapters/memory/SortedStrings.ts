/** Strings in their order, by code unit. Finding a place takes a binary search; what goes to the end moves no other. */
export class SortedStrings {
    private readonly strings: string[] = [];

    public add(string: string): void {
        this.strings.splice(this.countUpTo(string), 0, string);
    }

    /** The string must be among them. */
    public remove(string: string): void {
        this.strings.splice(this.countUpTo(string) - 1, 1);
    }

    /** Those behind `after`, up to and including `last`, at most `limit`. */
    public page(after: string, last: string, limit: number): string[] {
        const start = this.countUpTo(after);
        return this.strings.slice(start, Math.min(start + limit, this.countUpTo(last)));
    }

    /** How many are `string`, or before it. */
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
