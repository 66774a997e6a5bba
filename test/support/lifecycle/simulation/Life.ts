import type { DateTime } from "luxon";
import type { Clock } from "../../../../src";
import type { Timer } from "../../../../src/lifecycle";
import type { VirtualTime } from "./VirtualTime";

/**
 * One life of a worker, from its start to its death or its orderly end. What it waits for, it waits for through `after`:
 * once it is over, nothing of it goes on.
 */
export class Life implements Clock, Timer {
    public isOver = false;
    /** When the store last failed it: what it was writing then may be lost or not. */
    public storeFailedAt = -Infinity;

    public constructor(
        /** Tells it from all others. */
        public readonly name: string,
        public readonly time: VirtualTime,
        /** By how much its clock is ahead. */
        public readonly skewInMs: number,
        public readonly deleterNames: readonly string[] = [],
        public readonly retired: readonly string[] = []
    ) {}

    public now(): DateTime {
        return this.time.momentOf(this.skewInMs);
    }

    /** What its own clock shows, in milliseconds of the epoch. */
    public get present(): number {
        return this.time.present + this.skewInMs;
    }

    public after(milliseconds: number, callback: () => void): () => void {
        return this.time.after(milliseconds, () => {
            if (!this.isOver) callback();
        });
    }

    /** Never resolves once it is over. */
    public async sleep(milliseconds: number): Promise<void> {
        await new Promise<void>((resolve) => this.after(milliseconds, resolve));
    }
}
