import type { DateTime } from "luxon";
import { fromMillisInUtc } from "../../domain/Timestamp";
import { Clock } from "../../ports/Clock";

/** Calls within one millisecond share one `DateTime`: it is immutable, and expensive to make. */
export class SystemClock implements Clock {
    private last = fromMillisInUtc(0);

    public now(): DateTime {
        const milliseconds = Date.now();
        if (milliseconds !== this.last.toMillis()) this.last = fromMillisInUtc(milliseconds);
        return this.last;
    }
}
