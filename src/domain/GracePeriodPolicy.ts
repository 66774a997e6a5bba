import { DateTime } from "luxon";
import { checkOptions, number, optional } from "./options";
import { Timestamp, timestampOfMillis } from "./Timestamp";

/** Days are 86,400,000 ms each, whatever the calendar says; fractions are allowed. */
export interface GracePeriodOptions {
    /** Where the request names no length. Default: 14, the enmeshed Backbone's own. */
    defaultInDays?: number;
    /** The shortest allowed, inclusive; 0 itself is never allowed, so the default 0 means: anything above zero. */
    minimumInDays?: number;
    /** The longest allowed, inclusive. Default: 365. May be set up to 36,525 (a hundred years). */
    maximumInDays?: number;
}

const millisecondsPerDay = 86_400_000;
const maxLengthInDays = 36_525;

export class GracePeriodPolicy {
    public readonly defaultInDays: number;
    public readonly minimumInDays: number;
    public readonly maximumInDays: number;

    public constructor(options: GracePeriodOptions = {}) {
        const days = optional(number(0, maxLengthInDays));
        checkOptions<GracePeriodOptions>(
            "The option gracePeriod",
            options,
            { defaultInDays: days, minimumInDays: days, maximumInDays: days },
            "gracePeriod."
        );
        const { defaultInDays = 14, minimumInDays = 0, maximumInDays = 365 } = options;
        this.minimumInDays = minimumInDays;
        this.maximumInDays = maximumInDays;
        this.defaultInDays = defaultInDays;
        if (maximumInDays === 0 || maximumInDays < minimumInDays) {
            throw new RangeError("gracePeriod.maximumInDays must be above zero and not below minimumInDays.");
        }
        if (!this.allows(defaultInDays)) {
            throw new RangeError(`gracePeriod.defaultInDays (${defaultInDays}) is not ${this.describe()}.`);
        }
    }

    public allows(lengthInDays: number): boolean {
        return lengthInDays > 0 && lengthInDays >= this.minimumInDays && lengthInDays <= this.maximumInDays;
    }

    public describe(): string {
        const lower = this.minimumInDays > 0 ? `at least ${this.minimumInDays}` : "above 0";
        return `${lower} and at most ${this.maximumInDays} days`;
    }
}

/** Rounded up to a full millisecond, so that none is cut short. */
export function endOfGracePeriod(start: DateTime, lengthInDays: number): Timestamp {
    return timestampOfMillis(start.toMillis() + Math.ceil(lengthInDays * millisecondsPerDay));
}
