import { Timestamp } from "../../domain/Timestamp";
import type { Clock } from "../../ports/Clock";

/** From the time in each answer and the slower of two clocks: never later than the Backbone's own. */
export class BackboneClock {
    private latest: { readonly at: number; readonly heardAt: number; readonly heardAtOwnTime: number } | undefined;
    private ownClock!: Clock;

    /** To be called before anything is heard. */
    public compareWith(clock: Clock): void {
        this.ownClock = clock;
    }

    public get isKnown(): boolean {
        return this.latest !== undefined;
    }

    public hear(time: Timestamp): void {
        this.latest = { at: Date.parse(time), heardAt: performance.now(), heardAtOwnTime: this.ownTime() };
    }

    public now(): Timestamp | undefined {
        if (this.latest === undefined) return undefined;
        const { at, heardAt, heardAtOwnTime } = this.latest;
        const passed = Math.min(performance.now() - heardAt, this.ownTime() - heardAtOwnTime);
        return new Date(at + Math.floor(Math.max(0, passed))).toISOString();
    }

    private ownTime(): number {
        return this.ownClock.now().toMillis();
    }
}
