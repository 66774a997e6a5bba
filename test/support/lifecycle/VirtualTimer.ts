import { FixedClock } from "../../../src/testing";
import type { Timer } from "../../../src/lifecycle";

interface Waiting {
    readonly at: number;
    readonly callback: () => void;
}

/** A timer over a clock that does not move: time goes on only when a test says so, and calls back on its way. */
export class VirtualTimer implements Timer {
    private readonly waiting = new Set<Waiting>();

    public constructor(private readonly clock: FixedClock) {}

    public after(milliseconds: number, callback: () => void): () => void {
        const waiting = { at: this.clock.now().toMillis() + milliseconds, callback };
        this.waiting.add(waiting);
        return () => this.waiting.delete(waiting);
    }

    /** How many callbacks wait, and in how many milliseconds the first comes. */
    public get pending(): number[] {
        return [...this.waiting].map(({ at }) => at - this.clock.now().toMillis()).sort((a, b) => a - b);
    }

    /** Lets that much time pass, with each callback at its moment, and lets what they begin go on until it waits. */
    public async advance(by: Parameters<FixedClock["advance"]>[0]): Promise<void> {
        await settle();
        const start = this.clock.now().toMillis();
        const { days = 0, hours = 0, minutes = 0, milliseconds = 0 } = by;
        const end = start + milliseconds + 60_000 * (minutes + 60 * (hours + 24 * days));
        for (;;) {
            const next = [...this.waiting].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
            if (next === undefined) break;
            this.waiting.delete(next);
            this.clock.advance({ milliseconds: Math.max(0, next.at - this.clock.now().toMillis()) });
            next.callback();
            await settle();
        }
        this.clock.advance({ milliseconds: end - this.clock.now().toMillis() });
        await settle();
    }
}

/** Everything in memory that can go on has gone on: each turn of the event loop runs all promises that are ready. */
export async function settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}
