/** One of the places, until it is left. To leave it again is harmless. */
export interface Place {
    leave(): void;
}

/** As many as may do something at the same time. The others wait for a place, in the order in which they have come. */
export class Places {
    private readonly waiting: (() => void)[] = [];

    public constructor(private free: number) {}

    public async take(): Promise<Place> {
        if (this.free > 0) this.free--;
        else await new Promise<void>((resolve) => this.waiting.push(resolve));
        let isLeft = false;
        return {
            leave: () => {
                if (isLeft) return;
                isLeft = true;
                const next = this.waiting.shift();
                if (next === undefined) this.free++;
                else next();
            }
        };
    }
}
