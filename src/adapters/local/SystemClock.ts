import { DateTime, FixedOffsetZone } from "luxon";
import { Clock } from "../../ports/Clock";

const inUtc = { zone: FixedOffsetZone.utcInstance };

/** The machine's own clock. */
export class SystemClock implements Clock {
    public now(): DateTime {
        return DateTime.fromMillis(Date.now(), inUtc);
    }
}
