import { DateTime, FixedOffsetZone } from "luxon";

/**
 * A moment as it is stored and shown: ISO 8601, UTC, milliseconds, four-digit year: `2026-11-23T10:00:00.000Z`.
 * Two of them compare as strings in the order of time.
 */
export type Timestamp = string;

/** The zone itself: by its name luxon would look it up each time. */
const inUtc = { zone: FixedOffsetZone.utcInstance };

const canonicalForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Whether `value` is a moment that exists, in the canonical form. */
export function isTimestamp(value: unknown): value is Timestamp {
    if (typeof value !== "string" || !canonicalForm.test(value)) return false;
    const milliseconds = Date.parse(value);
    // Date.parse rolls 30 February over into March; the way back shows it.
    return Number.isFinite(milliseconds) && timestampOf(fromMillisInUtc(milliseconds)) === value;
}

/** What was written last: one moment is often written several times. */
let last: { moment: DateTime; timestamp: Timestamp } | undefined;

/** The canonical form of a moment. Throws a `RangeError` where there is none: an invalid date, or a year beyond 9999. */
export function timestampOf(moment: DateTime): Timestamp {
    if (last?.moment !== moment) last = { moment, timestamp: writeTimestamp(moment) };
    return last.timestamp;
}

/** The same for a moment that is not asked for again: it does not take the place of the one in mind. */
export function writeTimestamp(moment: DateTime): Timestamp {
    const timestamp = moment.toUTC().toISO();
    if (timestamp === null || timestamp.length !== 24) {
        throw new RangeError("This moment is not a valid date of the years 0000 to 9999.");
    }
    return timestamp;
}

/** The moment that a canonical timestamp names. Reads the canonical form only: luxon's general parser costs 25 times as much. */
export function momentOf(timestamp: Timestamp): DateTime {
    return fromMillisInUtc(Date.parse(timestamp));
}

export function fromMillisInUtc(milliseconds: number): DateTime {
    return DateTime.fromMillis(milliseconds, inUtc);
}
