/** By code unit. Adding at the end is cheap. */
export class SortedStrings {
    private readonly strings: string[] = [];

    public add(string: string): void {
        this.strings.splice(this.countUpTo(string), 0, string);
    }

    public remove(string: string): void {
        this.strings.splice(this.countUpTo(string) - 1, 1);
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
