import { datePhrase, deadlinePhrase, lengthPhrase } from "../../../src/cli/datePhrase";
import { counted } from "../../../src/cli/counted";
import { momentOf } from "../../../src/domain/Timestamp";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe(datePhrase.name, () => {
    test.each([
        ["2026-12-07T13:00:00.000Z", "Europe/Berlin", "7 Dec 2026, 14:00 CET"],
        ["2026-07-07T13:00:00.000Z", "Europe/Berlin", "7 Jul 2026, 15:00 CEST"],
        ["2026-09-07T13:00:00.000Z", "Europe/London", "7 Sep 2026, 14:00 BST"],
        ["2026-12-07T13:00:00.000Z", "America/New_York", "7 Dec 2026, 08:00 EST"],
        ["2026-07-07T03:30:00.000Z", "America/New_York", "6 Jul 2026, 23:30 EDT"],
        ["2026-12-07T13:00:00.000Z", "UTC", "7 Dec 2026, 13:00 UTC"],
        ["2026-12-07T13:00:00.000Z", "Asia/Kolkata", "7 Dec 2026, 18:30 UTC+05:30"],
        ["2026-12-31T18:30:00.000Z", "Asia/Kolkata", "1 Jan 2027, 00:00 UTC+05:30"],
        ["2026-12-07T13:00:00.000Z", "America/Sao_Paulo", "7 Dec 2026, 10:00 UTC-03:00"]
    ])("says %s in %s as %s", (timestamp, zone, phrase) => {
        expect(datePhrase(timestamp, zone)).toBe(phrase);
    });

    test.each([
        ["2026-10-25T00:30:00.000Z", "Europe/Berlin", "25 Oct 2026, 02:30 CEST"],
        ["2026-10-25T01:30:00.000Z", "Europe/Berlin", "25 Oct 2026, 02:30 CET"],
        ["2026-03-29T00:59:00.000Z", "Europe/Berlin", "29 Mar 2026, 01:59 CET"],
        ["2026-03-29T01:00:00.000Z", "Europe/Berlin", "29 Mar 2026, 03:00 CEST"],
        ["2026-11-01T05:30:00.000Z", "America/New_York", "1 Nov 2026, 01:30 EDT"],
        ["2026-11-01T06:30:00.000Z", "America/New_York", "1 Nov 2026, 01:30 EST"]
    ])("tells the hours apart when clocks change: %s in %s", (timestamp, zone, phrase) => {
        expect(datePhrase(timestamp, zone)).toBe(phrase);
    });
});

describe(deadlinePhrase.name, () => {
    const now = momentOf("2026-11-23T14:00:00.000Z");

    test.each([
        ["2026-12-07T13:00:00.000Z", "ends 7 Dec 2026, 14:00 CET, in 13 days 23 h"],
        ["2026-12-07T13:59:59.000Z", "ends 7 Dec 2026, 14:59 CET, in 14 days"],
        ["2026-12-07T13:59:00.000Z", "ends 7 Dec 2026, 14:59 CET, in 13 days 23 h"],
        ["2026-11-24T13:59:59.000Z", "ends 24 Nov 2026, 14:59 CET, in 24 hours"],
        ["2026-11-23T14:59:59.999Z", "ends 23 Nov 2026, 15:59 CET, in 59 minutes"],
        ["2026-11-23T14:00:00.001Z", "ends 23 Nov 2026, 15:00 CET, in less than a minute"],
        ["2026-11-23T14:00:00.000Z", "ended 23 Nov 2026, 15:00 CET, less than a minute ago"],
        ["2026-11-23T12:59:00.000Z", "ended 23 Nov 2026, 13:59 CET, 1 h 1 min ago"],
        ["2026-11-13T14:00:00.000Z", "ended 13 Nov 2026, 15:00 CET, 10 days ago"]
    ])("says of the deadline %s: %s", (timestamp, phrase) => {
        expect(deadlinePhrase(timestamp, now, "Europe/Berlin")).toBe(phrase);
    });

    test("counts the time that passes, whatever the clocks do", () => {
        const beforeTheChange = momentOf("2026-10-24T10:00:00.000Z");
        expect(deadlinePhrase("2026-10-25T10:00:00.000Z", beforeTheChange, "Europe/Berlin")).toBe(
            "ends 25 Oct 2026, 11:00 CET, in 24 hours"
        );
    });
});

describe(lengthPhrase.name, () => {
    test.each([
        [0, "less than a minute"],
        [minute - 1, "less than a minute"],
        [minute, "1 minute"],
        [2 * minute - 1, "1 minute"],
        [59 * minute + 59 * second, "59 minutes"],
        [hour, "1 hour"],
        [2 * day - 1, "47 h 59 min"],
        [2 * day, "2 days"],
        [14 * day - 1, "13 days 23 h"],
        [365 * day, "365 days"]
    ])("says %d ms as %s", (milliseconds, phrase) => {
        expect(lengthPhrase(milliseconds)).toBe(phrase);
    });
});

describe(counted.name, () => {
    test.each([
        [1, "1 day"],
        [14, "14 days"],
        [0.5, "0.5 days"]
    ])("says %d as %s", (days, phrase) => {
        expect(counted(days, "day")).toBe(phrase);
    });
});
