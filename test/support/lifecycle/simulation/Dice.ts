/** Everything that is left to chance; the same seed throws the same. */
export class Dice {
    private state: number;

    public constructor(seed: number) {
        this.state = seed >>> 0;
    }

    /** At least 0 and below 1. */
    public readonly random = (): number => {
        this.state = (this.state + 0x6d2b79f5) >>> 0;
        let mixed = this.state;
        mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };

    public chance(probability: number): boolean {
        return this.random() < probability;
    }

    /** A whole number, both bounds included. */
    public between(least: number, most: number): number {
        return least + Math.floor(this.random() * (most - least + 1));
    }

    public pick<Value>(values: readonly Value[]): Value {
        return values[Math.floor(this.random() * values.length)];
    }
}
