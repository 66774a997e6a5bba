export interface LifecycleHealthOptions {
    /** From how long on what is due makes the lifecycle `degraded`. Default: 15 minutes. */
    readonly lagIsHighAboveInMs?: number;
    /** From how long on it is `failing`. Default: 24 hours. */
    readonly lagIsFailingAboveInMs?: number;
    /**
     * For how long nothing need be heard of a run in this process; above it, it is `failing`. More than the deadline of a
     * deleter and than the pause between two runs. `Infinity` where another process runs the lifecycle. Default: 15
     * minutes.
     */
    readonly longestSilenceInMs?: number;
    /** How long the store may take to answer. Default: five seconds. */
    readonly storeDeadlineInMs?: number;
    /** Milliseconds since 1970. Default: the machine's clock. */
    readonly now?: () => number;
}

const minuteInMs = 60_000;

const defaults: Required<LifecycleHealthOptions> = {
    lagIsHighAboveInMs: 15 * minuteInMs,
    lagIsFailingAboveInMs: 24 * 60 * minuteInMs,
    longestSilenceInMs: 15 * minuteInMs,
    storeDeadlineInMs: 5_000,
    now: Date.now
};

export function checkedHealthOptions(options: LifecycleHealthOptions): Required<LifecycleHealthOptions> {
    const unknown = Object.keys(options).find((name) => !Object.hasOwn(defaults, name));
    if (unknown !== undefined) {
        const known = Object.keys(defaults).join(", ");
        throw new TypeError(`There is no option "${unknown}" of LifecycleHealth; there are: ${known}.`);
    }
    const given = Object.entries(options).filter(([, value]) => value !== undefined);
    const checked = { ...defaults, ...(Object.fromEntries(given) as LifecycleHealthOptions) };
    const { now, ...periods } = checked;
    if (typeof now !== "function") throw new TypeError("The option now of LifecycleHealth must be a function.");
    for (const [name, value] of Object.entries(periods)) {
        if (!(typeof value === "number" && value > 0)) {
            throw new RangeError(`The option ${name} of LifecycleHealth must be a number of milliseconds above 0.`);
        }
    }
    if (!(checked.storeDeadlineInMs <= 2_147_483_647)) {
        throw new RangeError("The option storeDeadlineInMs of LifecycleHealth must be at most 2,147,483,647.");
    }
    return checked;
}
