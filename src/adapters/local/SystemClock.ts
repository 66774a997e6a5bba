import { DateTime } from "luxon";
import { Clock } from "../../ports/Clock";

/** The machine's own clock. */
export class SystemClock implements Clock {
    public now(): DateTime {
        return DateTime.utc();
    }
}
