import { SystemClock } from "../../../../src/adapters/local/SystemClock";

describe(SystemClock.name, () => {
    afterEach(() => {
        jest.restoreAllMocks();
    });

    test("says what the machine says, in UTC, forwards and backwards", () => {
        const machine = jest.spyOn(Date, "now");
        const clock = new SystemClock();
        for (const moment of [1_700_000_000_000, 1_700_000_000_001, 1_600_000_000_000, 0, 1_700_000_000_000]) {
            machine.mockReturnValue(moment);
            expect(clock.now().toMillis()).toBe(moment);
            expect(clock.now().zoneName).toBe("UTC");
        }
    });
});
