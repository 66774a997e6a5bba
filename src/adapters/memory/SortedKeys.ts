/**
 * All keys of a store in their order, for whoever goes through the whole of it. Costs nothing until it is first asked;
 * from then on, adding a key at the end, which is where new ones nearly always go, costs the same however many there are.
 */
export class SortedKeys {
    private keys: string[] | undefined;

    /** `all` gives every key, in any order; it is asked once. */
    public constructor(private readonly all: () => Iterable<string>) {}

    /** Called after the key was added to what `all` gives. */
    public add(key: string): void {
        if (this.keys === undefined) return;
        this.keys.splice(countUpTo(this.keys, key), 0, key);
    }

    /** The key must be among them. */
    public remove(key: string): void {
        this.keys?.splice(countUpTo(this.keys, key) - 1, 1);
    }

    /** Those behind `after`, at most `limit`. */
    public behind(after: string | undefined, limit: number): string[] {
        // Without a comparison of its own, `sort` compares texts by their code units.
        this.keys ??= [...this.all()].sort();
        const start = after === undefined ? 0 : countUpTo(this.keys, after);
        return this.keys.slice(start, start + limit);
    }
}

/** How many of them are at or before `key`. */
function countUpTo(keys: readonly string[], key: string): number {
    let low = 0;
    let high = keys.length;
    while (low < high) {
        const middle = (low + high) >>> 1;
        if (keys[middle] <= key) low = middle + 1;
        else high = middle;
    }
    return low;
}
