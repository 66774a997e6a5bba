import { DateTime, FixedOffsetZone } from "luxon";
import { Clock } from "../../ports/Clock";

const inUtc = { zone: FixedOffsetZone.utcInstance };

/** The machine's own clock. Calls within one millisecond share one `DateTime`: it is immutable, and dear to make. */
export class SystemClock implements Clock {
    private last = DateTime.fromMillis(0, inUtc);

    public now(): DateTime {
        const milliseconds = Date.now();
        if (milliseconds !== this.last.toMillis()) this.last = DateTime.fromMillis(milliseconds, inUtc);
        return this.last;
    }
}
