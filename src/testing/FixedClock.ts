import { DateTime } from "luxon";
import type { Clock } from "../ports/Clock";

/** A clock that stops until a test moves it. Always in UTC, and at a full millisecond. */
export class FixedClock implements Clock {
    private moment: DateTime;

    /** `start` is a date, or date and time, in ISO 8601; without a zone it is read as UTC. Throws a `RangeError`. */
    public constructor(start = "2026-11-23T10:00:00.000Z") {
        this.moment = parse(start);
    }

    public now(): DateTime {
        return this.moment;
    }

    /** Jumps to that moment, forwards or backwards. Throws a `RangeError` where it is none, and then stays where it is. */
    public set(moment: string): void {
        this.moment = parse(moment);
    }

    /**
     * Moves by that much, rounded to a full millisecond; a negative number moves it back. A day is 86,400,000 ms.
     * Throws a `RangeError` where that leads to no moment, and then stays where it is.
     */
    public advance(by: { days?: number; hours?: number; minutes?: number; milliseconds?: number }): void {
        const { days = 0, hours = 0, minutes = 0, milliseconds = 0 } = by;
        // Not luxon's units: its days could be longer or shorter than 86,400,000 ms in another zone than UTC.
        const total = Math.round(milliseconds + 60_000 * (minutes + 60 * (hours + 24 * days)));
        const moment = Number.isFinite(total) ? this.moment.plus({ milliseconds: total }) : undefined;
        if (!moment?.isValid) throw new RangeError(`There is no moment ${total} ms from ${this.moment.toISO()}.`);
        this.moment = moment;
    }
}

/** A time of day alone is valid to luxon, which adds the machine's own date to it: the clock would not be fixed. */
const beginsWithYear = /^(\d{4}|[+-]\d{6})/;

function parse(moment: string): DateTime {
    const parsed = DateTime.fromISO(moment, { zone: "utc" });
    if (!parsed.isValid || !beginsWithYear.test(moment)) {
        throw new RangeError(`"${moment}" is not a date, with or without a time, in ISO 8601.`);
    }
    return parsed;
}
