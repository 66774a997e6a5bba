export interface Permit {
    /** More than once is harmless. */
    release(): void;
}

/** Permits are granted in the order in which they were asked for. */
export class Semaphore {
    private readonly waiting: (() => void)[] = [];

    public constructor(private free: number) {}

    public async acquire(): Promise<Permit> {
        if (this.free > 0) this.free--;
        else await new Promise<void>((resolve) => this.waiting.push(resolve));
        let isReleased = false;
        return {
            release: () => {
                if (isReleased) return;
                isReleased = true;
                const next = this.waiting.shift();
                if (next === undefined) this.free++;
                else next();
            }
        };
    }
}
