/** Gives equal values the same number, so that states are compared by a few numbers. */
export class Interned<Value> {
    private readonly numbers = new Map<string, number>();
    private readonly values: Value[] = [];

    public numberOf(value: Value): number {
        const text = JSON.stringify(value);
        let number = this.numbers.get(text);
        if (number === undefined) {
            number = this.values.length;
            this.numbers.set(text, number);
            this.values.push(frozen(JSON.parse(text) as Value));
        }
        return number;
    }

    public get(number: number): Value {
        return this.values[number];
    }

    public get size(): number {
        return this.values.length;
    }
}

/** What many states share must not be changed by one of them. */
function frozen<Value>(value: Value): Value {
    if (typeof value === "object" && value !== null) {
        for (const each of Object.values(value)) frozen(each);
        Object.freeze(value);
    }
    return value;
}
