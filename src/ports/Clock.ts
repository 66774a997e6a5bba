import { DateTime } from "luxon";

/** What time it is. The only source of "now": tests and simulations hand in their own. */
export interface Clock {
    /** The present moment, in UTC, to the millisecond. It may jump, forwards and backwards; nothing may rely on its order. */
    now(): DateTime;
}
