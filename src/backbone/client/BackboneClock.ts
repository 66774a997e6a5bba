import { Timestamp } from "../../domain/Timestamp";
import type { Clock } from "../../ports/Clock";

/**
 * What time it is for the Backbone, which says so with every answer. What this returns is never later than that: the time that
 * has passed since the last answer is taken from the slower of two clocks, and neither of them has to be right.
 */
export class BackboneClock {
    private told: { readonly at: number; readonly heardAt: number; readonly heardAtOwnTime: number } | undefined;
    private ownClock: Clock | undefined;

    /** The module's own clock. */
    public compareWith(clock: Clock): void {
        this.ownClock = clock;
    }

    public hear(time: Timestamp): void {
        this.told = { at: Date.parse(time), heardAt: performance.now(), heardAtOwnTime: this.ownTime() };
    }

    /** `undefined`: it has not said. */
    public now(): Timestamp | undefined {
        if (this.told === undefined) return undefined;
        const { at, heardAt, heardAtOwnTime } = this.told;
        const passed = Math.min(performance.now() - heardAt, this.ownTime() - heardAtOwnTime);
        return new Date(at + Math.floor(Math.max(0, passed))).toISOString();
    }

    private ownTime(): number {
        return this.ownClock?.now().toMillis() ?? 0;
    }
}
