import { DateTime } from "luxon";
import { fromMillisInUtc } from "../domain/Timestamp";

const earliest = Date.parse("0000-01-01T00:00:00.000Z");
/** Leases and retries are added to it, and what waits for an operator is due at the end of the year 9999. */
const latest = Date.parse("9000-01-01T00:00:00.000Z");

export function checkedNow(now: unknown): DateTime | undefined {
    if (now === undefined) return undefined;
    const milliseconds = millisecondsOf(now);
    if (milliseconds >= earliest && milliseconds < latest) return fromMillisInUtc(milliseconds);
    throw new RangeError("now must be a valid date of the years 0000 to 8999.");
}

/** Also of a `DateTime` of another copy of luxon, and of a `Date` of another realm. */
function millisecondsOf(now: unknown): number {
    if (DateTime.isDateTime(now)) return now.toMillis();
    if (Object.prototype.toString.call(now) === "[object Date]") return (now as Date).getTime();
    throw new TypeError("now must be a Date or a DateTime of luxon.");
}

export function requireStopLimit(limitInMs: unknown): void {
    if (typeof limitInMs === "number" && !Number.isNaN(limitInMs)) return;
    throw new RangeError("limitInMs must be a number of milliseconds.");
}

export function requireLimit(limit: unknown): void {
    if (Number.isInteger(limit) && (limit as number) >= 1) return;
    throw new RangeError("limit must be a whole number of at least 1.");
}
