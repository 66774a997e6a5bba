import { DateTime } from "luxon";
import { momentOf, type Timestamp } from "../domain/Timestamp";
import { counted } from "./counted";

const minuteInMs = 60_000;
const hourInMs = 60 * minuteInMs;
const dayInMs = 24 * hourInMs;

/** They know the abbreviations of most zones: British English has CET, American English EST. */
const localesWithAbbreviations = ["en-GB", "en-US"];

export function datePhrase(timestamp: Timestamp, zone: string): string {
    const local = momentOf(timestamp).setZone(zone).setLocale("en-US");
    return `${local.toFormat("d LLL yyyy, HH:mm")} ${zonePhrase(local)}`;
}

/** `ends 7 Dec 2026, 14:00 CET, in 13 days 23 h`. The begun minute counts: 14 days are `14 days` a second later. */
export function deadlinePhrase(timestamp: Timestamp, now: DateTime, zone: string): string {
    const left = momentOf(timestamp).toMillis() - now.toMillis();
    const date = datePhrase(timestamp, zone);
    return left > 0
        ? `ends ${date}, in ${lengthPhrase(left < hourInMs ? left : wholeMinutes(left))}`
        : `ended ${date}, ${lengthPhrase(-left)} ago`;
}

/** Rounded down, so that it promises no more than there is: `13 days 23 h`, `47 h 59 min`, `14 days` of 24 hours. */
export function lengthPhrase(milliseconds: number): string {
    const [days, hours, minutes] = [dayInMs, hourInMs, minuteInMs].map((unit) => Math.floor(milliseconds / unit));
    if (days >= 2) return joined(counted(days, "day"), hours % 24, "h");
    if (hours >= 1) return joined(minutes % 60 === 0 ? counted(hours, "hour") : `${hours} h`, minutes % 60, "min");
    return minutes >= 1 ? counted(minutes, "minute") : "less than a minute";
}

function wholeMinutes(milliseconds: number): number {
    return Math.ceil(milliseconds / minuteInMs) * minuteInMs;
}

function joined(larger: string, smaller: number, unit: string): string {
    return smaller === 0 ? larger : `${larger} ${smaller} ${unit}`;
}

/** `CET`; where a zone has no abbreviation, the offset: `UTC+05:30`. */
function zonePhrase(moment: DateTime): string {
    for (const locale of localesWithAbbreviations) {
        const name = moment.setLocale(locale).offsetNameShort;
        if (name && !/^(GMT|UTC)[+-]/.test(name)) return name;
    }
    return `UTC${moment.toFormat("ZZ")}`;
}
