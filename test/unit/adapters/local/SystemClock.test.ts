import { SystemClock } from "../../../../src/adapters/local/SystemClock";

describe(SystemClock.name, () => {
    test("says what the machine's clock says, in UTC", () => {
        const before = Date.now();
        const now = new SystemClock().now();
        const after = Date.now();
        expect(now.zoneName).toBe("UTC");
        expect(now.toMillis()).toBeGreaterThanOrEqual(before);
        expect(now.toMillis()).toBeLessThanOrEqual(after);
    });
});
