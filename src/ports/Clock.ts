import { DateTime } from "luxon";

/** The only source of "now". */
export interface Clock {
    /** In UTC, to the millisecond. It may jump, forwards and backwards; nothing may rely on its order. */
    now(): DateTime;
}
