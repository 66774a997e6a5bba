import { dateFrom, processesFrom } from "../../../../src/backbone/client/answers";

const id = "IDP00000000000000001";
const createdAt = "2026-11-01T10:00:00.000Z";
const createdByDevice = "DVC00000000000000001";

describe(processesFrom.name, () => {
    test("keeps of a process that is over what can be read, and leaves out the rest", () => {
        const over = { id, status: "Cancelled", createdAt };
        const [read] = processesFrom([{ ...over, createdByDevice: "no device", gracePeriodEndsAt: null }])!;
        expect(read).toStrictEqual(over);
        const [withDevice] = processesFrom([{ ...over, createdByDevice, gracePeriodEndsAt: "soon" }])!;
        expect(withDevice).toStrictEqual({ ...over, createdByDevice });
        const gracePeriodEndsAt = "2026-11-15T10:00:00.000Z";
        const [withEnd] = processesFrom([{ id, status: "Cancelled", createdByDevice: 1, gracePeriodEndsAt }])!;
        expect(withEnd).toStrictEqual({ id, status: "Cancelled", gracePeriodEndsAt });
    });

    test("takes one that may be open for open, and says that it cannot be read", () => {
        expect(processesFrom([{ id, status: "Active", createdAt, createdByDevice }])).toStrictEqual([
            { id, createdAt, status: "Active", isUnreadable: true }
        ]);
    });
});

describe(dateFrom.name, () => {
    test.each([
        ["2026-11-01T10:00:00Z", "2026-11-01T10:00:00.000Z"],
        ["2026-11-01T10:00:00.1234567Z", "2026-11-01T10:00:00.123Z"],
        ["2026-11-01T10:00:00.1Z", "2026-11-01T10:00:00.100Z"],
        ["2026-02-30T10:00:00Z", undefined],
        ["0001-01-01T00:00:00Z", undefined],
        ["2026-11-01", undefined],
        [1, undefined]
    ])("reads %j as %j", (value, expected) => expect(dateFrom(value)).toBe(expected));
});
