import fc from "fast-check";
import { DateTime } from "luxon";
import { fromMillisInUtc, isTimestamp, momentOf, timestampOf } from "../../../src/domain/Timestamp";

const firstMoment = Date.parse("0000-01-01T00:00:00.000Z");
const lastMoment = Date.parse("9999-12-31T23:59:59.999Z");
const millisecondsOfFourDigitYears = fc.integer({ min: firstMoment, max: lastMoment });

describe(timestampOf.name, () => {
    test("writes UTC with milliseconds", () => {
        expect(timestampOf(DateTime.fromISO("2026-11-23T10:00:00Z"))).toBe("2026-11-23T10:00:00.000Z");
    });

    test("turns a moment of another zone into UTC", () => {
        const inTokyo = DateTime.fromISO("2026-11-23T19:00:00.007", { zone: "Asia/Tokyo" });
        expect(timestampOf(inTokyo)).toBe("2026-11-23T10:00:00.007Z");
    });

    test.each([firstMoment, lastMoment])("writes the first and the last moment of four-digit years", (milliseconds) => {
        expect(timestampOf(fromMillisInUtc(milliseconds))).toHaveLength(24);
    });

    test.each([
        ["no date", DateTime.invalid("for a test")],
        ["a date before year 0", fromMillisInUtc(firstMoment - 1)],
        ["a date after year 9999", fromMillisInUtc(lastMoment + 1)]
    ])("refuses %s", (_, moment) => {
        expect(() => timestampOf(moment)).toThrow(
            new RangeError("This moment is not a valid date of the years 0000 to 9999.")
        );
    });

    test("orders as text as the moments do", () => {
        fc.assert(
            fc.property(millisecondsOfFourDigitYears, millisecondsOfFourDigitYears, (one, other) => {
                const earlier = timestampOf(fromMillisInUtc(one)) < timestampOf(fromMillisInUtc(other));
                expect(earlier).toBe(one < other);
            })
        );
    });
});

describe(momentOf.name, () => {
    test("is the way back of writing, in UTC", () => {
        fc.assert(
            fc.property(millisecondsOfFourDigitYears, (milliseconds) => {
                const moment = momentOf(timestampOf(fromMillisInUtc(milliseconds)));
                expect(moment.toMillis()).toBe(milliseconds);
                expect(moment.zoneName).toBe("UTC");
            })
        );
    });
});

describe(isTimestamp.name, () => {
    test("accepts all that is written here", () => {
        fc.assert(
            fc.property(millisecondsOfFourDigitYears, (milliseconds) => {
                expect(isTimestamp(timestampOf(fromMillisInUtc(milliseconds)))).toBe(true);
            })
        );
    });

    test.each([
        "2026-11-23T10:00:00.000",
        "2026-11-23T10:00:00Z",
        "2026-11-23T10:00:00.0000Z",
        "2026-11-23 10:00:00.000Z",
        "2026-11-23T10:00:00.000+00:00",
        "2026-11-23T10:00:00.000z",
        " 2026-11-23T10:00:00.000Z",
        "2026-11-23T10:00:00.000Z\n",
        "12026-11-23T10:00:00.000Z",
        "+012026-11-23T10:00:00.000Z",
        "2026-02-30T10:00:00.000Z",
        "2026-13-01T10:00:00.000Z",
        "2026-11-23T24:00:00.000Z",
        "2026-11-23T10:60:00.000Z",
        "٢٠٢٦-11-23T10:00:00.000Z",
        "",
        0,
        null,
        undefined,
        new Date(0),
        Symbol("2026-11-23T10:00:00.000Z"),
        { toString: () => "2026-11-23T10:00:00.000Z" },
        ["2026-11-23T10:00:00.000Z"]
    ])("refuses %p", (value) => {
        expect(isTimestamp(value)).toBe(false);
    });
});
