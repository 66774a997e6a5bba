import { DateTime } from "luxon";
import { momentOf, type Timestamp } from "../domain/Timestamp";
import { counted } from "./counted";

const minuteInMs = 60_000;
const hourInMs = 60 * minuteInMs;
const dayInMs = 24 * hourInMs;

/** The locales that between them know the abbreviations of most zones: British English has CET, American English EST. */
const localesWithAbbreviations = ["en-GB", "en-US"];

/** A moment in the person's zone: `7 Dec 2026, 14:00 CET`. `zone` is an IANA name, or `system`. */
export function datePhrase(timestamp: Timestamp, zone: string): string {
    const local = momentOf(timestamp).setZone(zone).setLocale("en-US");
    return `${local.toFormat("d LLL yyyy, HH:mm")} ${zonePhrase(local)}`;
}

/** A deadline in the person's zone: `ends 7 Dec 2026, 14:00 CET, in 13 days`. At the very moment it has ended. */
export function deadlinePhrase(timestamp: Timestamp, now: DateTime, zone: string): string {
    const left = momentOf(timestamp).toMillis() - now.toMillis();
    const date = datePhrase(timestamp, zone);
    return left > 0 ? `ends ${date}, in ${lengthPhrase(left)}` : `ended ${date}, ${lengthPhrase(-left)} ago`;
}

/**
 * A length of time in its largest full unit, and days only from two on: 47 hours, 2 days. Rounded down, so that nobody
 * is promised more than there is. Days have 24 hours, as those of a grace period have.
 */
export function lengthPhrase(milliseconds: number): string {
    if (milliseconds >= 2 * dayInMs) return counted(Math.floor(milliseconds / dayInMs), "day");
    if (milliseconds >= hourInMs) return counted(Math.floor(milliseconds / hourInMs), "hour");
    if (milliseconds >= minuteInMs) return counted(Math.floor(milliseconds / minuteInMs), "minute");
    return "less than a minute";
}

/** How a length in days is said, fractions and all: `14 days`, `1 day`, `0.5 days`. */
export function daysPhrase(days: number): string {
    return counted(days, "day");
}

/** CET and the like; where a zone has no abbreviation of its own, the offset: `UTC+05:30`. */
function zonePhrase(moment: DateTime): string {
    for (const locale of localesWithAbbreviations) {
        const name = moment.setLocale(locale).offsetNameShort;
        if (name && !/^(GMT|UTC)[+-]/.test(name)) return name;
    }
    return `UTC${moment.toFormat("ZZ")}`;
}
