import { callback, checkOptions, optional, optionThat, wholeNumber } from "../domain/options";
import { maxTimerInMs } from "../domain/retry";

export interface LifecycleHealthOptions {
    /** For how long something may be due before it is `degraded`. Default: 15 minutes. */
    readonly degradedLagInMs?: number;
    /** The same for `failing`. Default: 24 hours. */
    readonly failingLagInMs?: number;
    /**
     * How long after the last run here it is `failing`: more than the lifecycle's `timeoutInMs` and `maxPollIntervalInMs`,
     * or `Infinity` where another process runs it. Default: 15 minutes.
     */
    readonly maxSilenceInMs?: number;
    /** How long the store may take to answer. Default: five seconds. */
    readonly storeTimeoutInMs?: number;
    /** Milliseconds since 1970. */
    readonly now?: () => number;
}

const minuteInMs = 60_000;

const defaults: Required<LifecycleHealthOptions> = {
    degradedLagInMs: 15 * minuteInMs,
    failingLagInMs: 24 * 60 * minuteInMs,
    maxSilenceInMs: 15 * minuteInMs,
    storeTimeoutInMs: 5_000,
    now: Date.now
};

const periodCheck = optionThat(
    "be a number of milliseconds above 0",
    (value) => typeof value === "number" && value > 0,
    (value) => (typeof value === "number" ? `is ${value}` : `is a ${typeof value}`)
);

export function checkedHealthOptions(options: LifecycleHealthOptions): Required<LifecycleHealthOptions> {
    checkOptions<LifecycleHealthOptions>("The options of LifecycleHealth", options, {
        degradedLagInMs: optional(periodCheck),
        failingLagInMs: optional(periodCheck),
        maxSilenceInMs: optional(periodCheck),
        storeTimeoutInMs: optional(wholeNumber(1, maxTimerInMs)),
        now: optional(callback)
    });
    const given = Object.entries(options).filter(([, value]) => value !== undefined);
    return { ...defaults, ...(Object.fromEntries(given) as LifecycleHealthOptions) };
}
