import { DateTime } from "luxon";
import type { Clock } from "../ports/Clock";

/** A clock that stands still until a test moves it. */
export class FixedClock implements Clock {
    private moment: DateTime;

    /** `start` is ISO 8601; without a zone it is read as UTC. */
    public constructor(start = "2026-11-23T10:00:00.000Z") {
        this.moment = parse(start);
    }

    public now(): DateTime {
        return this.moment;
    }

    /** Jumps to that moment, forwards or backwards. */
    public set(moment: string): void {
        this.moment = parse(moment);
    }

    /** Moves by that much; a negative number moves it back. */
    public advance(by: { days?: number; hours?: number; minutes?: number; milliseconds?: number }): void {
        const { days = 0, hours = 0, minutes = 0, milliseconds = 0 } = by;
        // Not luxon's units: its days could be longer or shorter than 86,400,000 ms in another zone than UTC.
        const total = milliseconds + 60_000 * (minutes + 60 * (hours + 24 * days));
        this.moment = this.moment.plus({ milliseconds: total });
    }
}

function parse(moment: string): DateTime {
    const parsed = DateTime.fromISO(moment, { zone: "utc" });
    if (!parsed.isValid) throw new RangeError(`"${moment}" is not a moment in ISO 8601.`);
    return parsed;
}
