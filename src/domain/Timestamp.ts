import { DateTime, FixedOffsetZone } from "luxon";

/** ISO 8601, UTC, milliseconds, four-digit year: `2026-11-23T10:00:00.000Z`. As strings they are in the order of time. */
export type Timestamp = string;

/** The zone itself: by its name luxon would look it up each time. */
const inUtc = { zone: FixedOffsetZone.utcInstance };

const canonicalForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export function isTimestamp(value: unknown): value is Timestamp {
    if (typeof value !== "string" || !canonicalForm.test(value)) return false;
    const milliseconds = Date.parse(value);
    // Date.parse rolls 30 February over into March; the way back shows it.
    return Number.isFinite(milliseconds) && timestampOf(fromMillisInUtc(milliseconds)) === value;
}

/** One moment is often written several times. */
let last: { moment: DateTime; timestamp: Timestamp } | undefined;

/** Throws a `RangeError` for an invalid date, or a year beyond 9999. */
export function timestampOf(moment: DateTime): Timestamp {
    if (last?.moment !== moment) last = { moment, timestamp: writeTimestamp(moment) };
    return last.timestamp;
}

/** For a moment that is not asked for again: it is not remembered. */
export function writeTimestamp(moment: DateTime): Timestamp {
    const timestamp = moment.toUTC().toISO();
    if (timestamp === null || timestamp.length !== 24) {
        throw new RangeError("This moment is not a valid date of the years 0000 to 9999.");
    }
    return timestamp;
}

/** The same without luxon, which takes ten times as long: for what is written very often. */
export function timestampOfMillis(milliseconds: number): Timestamp {
    const timestamp = new Date(milliseconds).toISOString();
    if (timestamp.length !== 24) throw new RangeError("This moment is not of the years 0000 to 9999.");
    return timestamp;
}

/** Reads the canonical form only: luxon's general parser costs 25 times as much. */
export function momentOf(timestamp: Timestamp): DateTime {
    return fromMillisInUtc(Date.parse(timestamp));
}

export function fromMillisInUtc(milliseconds: number): DateTime {
    return DateTime.fromMillis(milliseconds, inUtc);
}
