import { DateTime } from "luxon";

export interface Clock {
    /** In UTC, to the millisecond. It may jump, forwards and backwards; nothing may rely on its order. */
    now(): DateTime;
}
