import { DateTime, FixedOffsetZone } from "luxon";

/** ISO 8601, UTC, milliseconds, four-digit year: `2026-11-23T10:00:00.000Z`. As strings they are in the order of time. */
export type Timestamp = string;

/** The zone itself: by its name luxon would look it up each time. */
const inUtc = { zone: FixedOffsetZone.utcInstance };

const firstMillisecond = Date.parse("0000-01-01T00:00:00.000Z");
const lastMillisecond = Date.parse("9999-12-31T23:59:59.999Z");

export function isTimestamp(value: unknown): value is Timestamp {
    if (typeof value !== "string" || value.length !== 24) return false;
    const milliseconds = Date.parse(value);
    // Date.parse also reads other forms, and rolls 30 February over into March; the way back shows it.
    return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString() === value;
}

export function timestampOf(moment: DateTime): Timestamp {
    return timestampOfMillis(moment.toMillis());
}

/** Throws a `RangeError` for what is no date, and outside of the years 0000 to 9999. */
export function timestampOfMillis(milliseconds: number): Timestamp {
    if (milliseconds >= firstMillisecond && milliseconds <= lastMillisecond) {
        return new Date(milliseconds).toISOString();
    }
    throw new RangeError("This moment is not a valid date of the years 0000 to 9999.");
}

/** Reads the canonical form only: luxon's general parser costs 25 times as much. */
export function momentOf(timestamp: Timestamp): DateTime {
    return fromMillisInUtc(Date.parse(timestamp));
}

export function fromMillisInUtc(milliseconds: number): DateTime {
    return DateTime.fromMillis(milliseconds, inUtc);
}
