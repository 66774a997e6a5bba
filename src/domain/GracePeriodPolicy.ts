import { DateTime } from "luxon";
import { fromMillisInUtc } from "./Timestamp";

/** What a host allows as a grace period. Days are 86,400,000 ms each, whatever the calendar says; fractions are allowed. */
export interface GracePeriodOptions {
    /** What is taken when the request names no length. Default: 14, the enmeshed Backbone's own. */
    defaultInDays?: number;
    /** The shortest allowed, inclusive; 0 itself is never allowed, so the default 0 means: anything above zero. */
    minimumInDays?: number;
    /** The longest allowed, inclusive. Default: 365. May be set up to 36,525 (a hundred years). */
    maximumInDays?: number;
}

const millisecondsPerDay = 86_400_000;
const longestMaximumInDays = 36_525;

/** Decides which lengths of a grace period are allowed, and when one ends. */
export class GracePeriodPolicy {
    public readonly defaultInDays: number;
    public readonly minimumInDays: number;
    public readonly maximumInDays: number;

    /** Throws a `RangeError` that names the wrong option. */
    public constructor({ defaultInDays = 14, minimumInDays = 0, maximumInDays = 365 }: GracePeriodOptions = {}) {
        requireFinite("minimumInDays", minimumInDays);
        requireFinite("maximumInDays", maximumInDays);
        if (minimumInDays < 0) throw new RangeError("gracePeriod.minimumInDays must not be negative.");
        if (maximumInDays <= 0 || maximumInDays < minimumInDays) {
            throw new RangeError("gracePeriod.maximumInDays must be above zero and not below minimumInDays.");
        }
        if (maximumInDays > longestMaximumInDays) {
            throw new RangeError(`gracePeriod.maximumInDays must not be above ${longestMaximumInDays}.`);
        }
        this.minimumInDays = minimumInDays;
        this.maximumInDays = maximumInDays;

        requireFinite("defaultInDays", defaultInDays);
        if (!this.allows(defaultInDays)) {
            throw new RangeError(`gracePeriod.defaultInDays (${defaultInDays}) is not ${this.describe()}.`);
        }
        this.defaultInDays = defaultInDays;
    }

    public allows(lengthInDays: number): boolean {
        return lengthInDays > 0 && lengthInDays >= this.minimumInDays && lengthInDays <= this.maximumInDays;
    }

    /** The bounds in words, to stand behind "must be". */
    public describe(): string {
        const lower = this.minimumInDays > 0 ? `at least ${this.minimumInDays}` : "above 0";
        return `${lower} and at most ${this.maximumInDays} days`;
    }
}

/** When a grace period that begins at `start` is over: rounded up to a full millisecond, so that none is cut short. */
export function endOfGracePeriod(start: DateTime, lengthInDays: number): DateTime {
    return fromMillisInUtc(start.toMillis() + Math.ceil(lengthInDays * millisecondsPerDay));
}

function requireFinite(name: string, value: unknown): void {
    if (typeof value !== "number" || !Number.isFinite(value)) {
        throw new RangeError(`gracePeriod.${name} must be a finite number of days.`);
    }
}
