import { FixedClock } from "../../../src/testing";

const start = "2026-11-23T10:00:00.000Z";

describe(FixedClock.name, () => {
    test("stays at the moment that it was given", () => {
        const clock = new FixedClock("2026-03-01T00:00:00.001Z");

        expect(clock.now().toISO()).toBe("2026-03-01T00:00:00.001Z");
        expect(clock.now().toISO()).toBe("2026-03-01T00:00:00.001Z");
    });

    test("starts at the same moment each time where none is given", () => {
        expect(new FixedClock().now().toISO()).toBe(start);
    });

    test.each([
        ["2026-11-23T10:00:00.000", "2026-11-23T10:00:00.000Z"],
        ["2026-11-23T12:00:00+02:00", "2026-11-23T10:00:00.000Z"],
        ["2026-11-23", "2026-11-23T00:00:00.000Z"],
        ["2026-11-23T10:00:00.9999999Z", "2026-11-23T10:00:00.999Z"]
    ])("reads %s in UTC, to the millisecond", (given, expected) => {
        const clock = new FixedClock(given);

        expect(clock.now().toISO()).toBe(expected);
        expect(clock.now().zoneName).toBe("UTC");
    });

    test.each(["", "tomorrow", "2026-02-30", "2026-13-01T00:00:00Z", "10:00", "T10:00", "1795428000000"])(
        'refuses "%s", which names no moment of its own',
        (given) => {
            expect(() => new FixedClock(given)).toThrow(RangeError);
            expect(() => new FixedClock(given)).toThrow(`"${given}"`);
        }
    );

    test("jumps forwards and backwards", () => {
        const clock = new FixedClock();

        clock.set("2027-01-01T00:00:00.000Z");
        expect(clock.now().toISO()).toBe("2027-01-01T00:00:00.000Z");
        clock.set("1999-12-31T23:59:59.999Z");
        expect(clock.now().toISO()).toBe("1999-12-31T23:59:59.999Z");
    });

    test("stays where it is when it is set to what is no moment", () => {
        const clock = new FixedClock();

        expect(() => clock.set("yesterday")).toThrow(RangeError);
        expect(clock.now().toISO()).toBe(start);
    });

    test.each([
        [{ milliseconds: 1 }, "2026-11-23T10:00:00.001Z"],
        [{ minutes: 1 }, "2026-11-23T10:01:00.000Z"],
        [{ hours: 1 }, "2026-11-23T11:00:00.000Z"],
        [{ days: 1 }, "2026-11-24T10:00:00.000Z"],
        [{ days: -1 }, "2026-11-22T10:00:00.000Z"],
        [{ days: 1, hours: 2, minutes: 3, milliseconds: 4 }, "2026-11-24T12:03:00.004Z"],
        [{ days: 1, milliseconds: -1 }, "2026-11-24T09:59:59.999Z"],
        [{ days: 0.5 }, "2026-11-23T22:00:00.000Z"],
        [{}, start]
    ])("moves by %j", (by, expected) => {
        const clock = new FixedClock();

        clock.advance(by);

        expect(clock.now().toISO()).toBe(expected);
    });

    test("adds up what it is moved by", () => {
        const clock = new FixedClock();

        for (let step = 0; step < 14; step++) clock.advance({ days: 1 });

        expect(clock.now().toISO()).toBe("2026-12-07T10:00:00.000Z");
    });

    test("stands at a full millisecond, whatever it is moved by", () => {
        const clock = new FixedClock();

        clock.advance({ milliseconds: 0.6 });
        expect(clock.now().toMillis()).toBe(Date.parse(start) + 1);
        clock.advance({ days: 0.1 });
        expect(clock.now().toMillis()).toBe(Date.parse(start) + 1 + 8_640_000);
    });

    test.each([{ days: NaN }, { hours: Infinity }, { days: 1e12 }, { days: -1e12 }])(
        "refuses to move by %j and stays where it is",
        (by) => {
            const clock = new FixedClock();

            expect(() => clock.advance(by)).toThrow(RangeError);
            expect(clock.now().toISO()).toBe(start);
        }
    );

    test("moves days of 24 hours where the machine's zone changes its clocks", () => {
        const clock = new FixedClock("2026-03-28T12:00:00.000Z");

        clock.advance({ days: 1 });

        expect(clock.now().toISO()).toBe("2026-03-29T12:00:00.000Z");
    });

    test("leaves a moment that it gave as it was", () => {
        const clock = new FixedClock();
        const before = clock.now();

        clock.advance({ days: 1 });

        expect(before.toISO()).toBe(start);
    });
});
