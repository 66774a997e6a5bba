import fc from "fast-check";
import { DateTime } from "luxon";
import { endOfGracePeriod, GracePeriodPolicy, type GracePeriodOptions } from "../../../src/domain/GracePeriodPolicy";

const day = 86_400_000;
const start = DateTime.fromISO("2026-11-23T10:00:00.000Z", { zone: "utc" });

function boundsOf({ defaultInDays, minimumInDays, maximumInDays }: GracePeriodPolicy): Required<GracePeriodOptions> {
    return { defaultInDays, minimumInDays, maximumInDays };
}

describe(GracePeriodPolicy.name, () => {
    test("allows by default anything above 0 and at most 365 days, and takes 14", () => {
        const policy = new GracePeriodPolicy();
        expect(boundsOf(policy)).toStrictEqual({ defaultInDays: 14, minimumInDays: 0, maximumInDays: 365 });
        expect(policy.describe()).toBe("above 0 and at most 365 days");
    });

    test("takes an option that is undefined as absent", () => {
        const policy = new GracePeriodPolicy({
            defaultInDays: undefined,
            minimumInDays: undefined,
            maximumInDays: undefined
        });
        expect(boundsOf(policy)).toStrictEqual(boundsOf(new GracePeriodPolicy()));
    });

    test.each<[number, boolean]>([
        [Number.MIN_VALUE, true],
        [0.5, true],
        [14, true],
        [365, true],
        [365.000_000_1, false],
        [Number.MAX_VALUE, false],
        [Infinity, false],
        [0, false],
        [-0, false],
        [-1, false],
        [-Number.MIN_VALUE, false],
        [-Infinity, false],
        [NaN, false]
    ])("says of %p days by default: %p", (length, allowed) => {
        expect(new GracePeriodPolicy().allows(length)).toBe(allowed);
    });

    test("includes the bounds that a host sets, and says them", () => {
        const policy = new GracePeriodPolicy({ minimumInDays: 7, maximumInDays: 30 });
        expect([6.999, 7, 30, 30.001].map((length) => policy.allows(length))).toEqual([false, true, true, false]);
        expect(policy.describe()).toBe("at least 7 and at most 30 days");
    });

    test.each<GracePeriodOptions>([
        { defaultInDays: 1, minimumInDays: 1, maximumInDays: 1 },
        { maximumInDays: 36_525 },
        { defaultInDays: Number.MIN_VALUE, maximumInDays: Number.MIN_VALUE },
        { defaultInDays: 365 }
    ])("accepts %p", (options) => {
        expect(boundsOf(new GracePeriodPolicy(options))).toMatchObject(options);
    });

    test.each<[GracePeriodOptions, string]>([
        [{ minimumInDays: -1 }, "The option gracePeriod.minimumInDays must be a number from 0 to 36,525; it is -1."],
        [
            { minimumInDays: -Number.MIN_VALUE },
            "The option gracePeriod.minimumInDays must be a number from 0 to 36,525; it is -5e-324."
        ],
        [{ minimumInDays: 366 }, "gracePeriod.maximumInDays must be above zero and not below minimumInDays."],
        [{ maximumInDays: 0 }, "gracePeriod.maximumInDays must be above zero and not below minimumInDays."],
        [{ maximumInDays: -1 }, "The option gracePeriod.maximumInDays must be a number from 0 to 36,525; it is -1."],
        [
            { maximumInDays: 36_525.1 },
            "The option gracePeriod.maximumInDays must be a number from 0 to 36,525; it is 36525.1."
        ],
        [{ maximumInDays: 13 }, "gracePeriod.defaultInDays (14) is not above 0 and at most 13 days."],
        [{ minimumInDays: 15 }, "gracePeriod.defaultInDays (14) is not at least 15 and at most 365 days."],
        [{ defaultInDays: 0 }, "gracePeriod.defaultInDays (0) is not above 0 and at most 365 days."],
        [{ defaultInDays: 366 }, "gracePeriod.defaultInDays (366) is not above 0 and at most 365 days."]
    ])("refuses %p", (options, message) => {
        expect(() => new GracePeriodPolicy(options)).toThrow(new RangeError(message));
    });

    describe.each(["defaultInDays", "minimumInDays", "maximumInDays"])("refuses as %s what is no number", (name) => {
        test.each([NaN, Infinity, -Infinity, "14", 14n, null, true, {}, [14], Object(14)])("%p", (value) => {
            expect(() => new GracePeriodPolicy({ [name]: value })).toThrow(
                `The option gracePeriod.${name} must be a number from 0 to 36,525; it is `
            );
        });
    });
});

describe(endOfGracePeriod.name, () => {
    const lengths = fc.double({ min: 0, minExcluded: true, max: 36_525, noNaN: true });

    test.each<[number, string]>([
        [14, "2026-12-07T10:00:00.000Z"],
        [0.5, "2026-11-23T22:00:00.000Z"],
        [1 / 24 / 60 / 60, "2026-11-23T10:00:01.000Z"],
        [1.5 / day, "2026-11-23T10:00:00.002Z"],
        [Number.MIN_VALUE, "2026-11-23T10:00:00.001Z"],
        [365, "2027-11-23T10:00:00.000Z"]
    ])("ends %p days after its start at %s", (length, end) => {
        expect(endOfGracePeriod(start, length)).toBe(end);
    });

    test("counts days of 86,400,000 ms also where a calendar's day is longer or shorter", () => {
        const beforeClocksGoForward = DateTime.fromISO("2026-03-28T12:00:00", { zone: "Europe/Berlin" });
        expect(Date.parse(endOfGracePeriod(beforeClocksGoForward, 1)) - beforeClocksGoForward.toMillis()).toBe(day);
    });

    test("is never cut short, and never a full millisecond too long", () => {
        fc.assert(
            fc.property(lengths, (length) => {
                const elapsed = Date.parse(endOfGracePeriod(start, length)) - start.toMillis();
                expect(Number.isInteger(elapsed)).toBe(true);
                expect(elapsed).toBeGreaterThanOrEqual(length * day);
                expect(elapsed - 1).toBeLessThan(length * day);
            })
        );
    });

    test("is after its start, however short the period", () => {
        fc.assert(
            fc.property(lengths, (length) => {
                expect(Date.parse(endOfGracePeriod(start, length))).toBeGreaterThan(start.toMillis());
            })
        );
    });

    test("is the later, the longer the period or the later the start", () => {
        fc.assert(
            fc.property(lengths, lengths, fc.nat(), (one, other, delay) => {
                const [shorter, longer] = [Math.min(one, other), Math.max(one, other)];
                const end = Date.parse(endOfGracePeriod(start, shorter));
                expect(Date.parse(endOfGracePeriod(start, longer))).toBeGreaterThanOrEqual(end);
                expect(Date.parse(endOfGracePeriod(start.plus(delay), shorter))).toBe(end + delay);
            })
        );
    });

    test("takes whole milliseconds exactly", () => {
        fc.assert(
            fc.property(fc.integer({ min: 1, max: 365 }), (days) => {
                expect(Date.parse(endOfGracePeriod(start, days)) - start.toMillis()).toBe(days * day);
            })
        );
    });
});
