import { RetryOptions } from "./LifecycleOptions";

/** How long to wait before what has failed is tried again. */
export class Backoff {
    public constructor(
        private readonly options: Required<RetryOptions>,
        private readonly random: () => number
    ) {}

    public get longestPauseInMs(): number {
        return this.options.longestPauseInMs;
    }

    /** `attempt` is the one that has failed, 1 for the first. */
    public pauseInMs(attempt: number): number {
        const { firstPauseInMs, longestPauseInMs } = this.options;
        const pause = Math.min(longestPauseInMs, firstPauseInMs * 2 ** Math.min(attempt - 1, 60));
        return Math.ceil(pause * (1 - this.random() / 2));
    }
}
