import { firstDueDateOf, initiate, type NewProcess } from "../../../../src/domain/decisions/initiate";
import { IdentityDeletionProcess } from "../../../../src/domain/IdentityDeletionProcess";
import type { ProcessRecord } from "../../../../src/domain/record/ProcessRecord";
import { momentOf } from "../../../../src/domain/Timestamp";
import { backboneRecord, commandOf, planOf, processOf, recordWith } from "../../../support/decisions/records";
import { alice } from "../../../support/fixtures";

function request(now: string, lengthOfGracePeriodInDays = 14): NewProcess {
    const { address, deviceId } = alice;
    const ids = { processId: "P2", recordKey: "new", identityKey: address, address, deviceId };
    return { ...ids, now: momentOf(now), lengthOfGracePeriodInDays };
}

describe(initiate.name, () => {
    const now = "2026-11-23T10:00:00.000Z";
    const started = ["insert new: P2 Active, due 2026-11-23"];

    test.each<[string, ProcessRecord[], string, string[]]>([
        ["starts the first process", [], now, started],
        ["starts another after a cancelled one", [recordWith("a", processOf("P1", "Cancelled"))], now, started],
        [
            "starts another after a rejected one of old data",
            [recordWith("a", processOf("P1", "Rejected"))],
            now,
            started
        ],
        [
            "starts another after one that the Backbone closed",
            [backboneRecord("a", processOf("P1", "Cancelled"))],
            now,
            started
        ],
        [
            "refuses while one is active",
            [recordWith("a", processOf("P1", "Active"))],
            now,
            ["refused: activeIdentityDeletionProcessAlreadyExists"]
        ],
        [
            "refuses while one is past its end and its deletion has not begun",
            [recordWith("a", processOf("P1", "Active"))],
            "2027-01-01T00:00:00.000Z",
            ["refused: activeIdentityDeletionProcessAlreadyExists"]
        ],
        [
            "refuses while the Identity is being deleted",
            [recordWith("a", processOf("P1", "Deleting"))],
            now,
            ["refused: activeIdentityDeletionProcessAlreadyExists"]
        ],
        [
            "lets the store refuse it where what holds the slot is no process",
            [recordWith("a", undefined)],
            now,
            started
        ],
        [
            "refuses once the Identity is deleted",
            [recordWith("a", processOf("P1", "Deleted"))],
            now,
            ["refused: identityIsDeleted"]
        ],
        [
            "refuses where a Backbone has an open process",
            [backboneRecord("a", processOf("P1", "Active"))],
            now,
            ["refused: authorityHasChanged"]
        ],
        [
            "refuses where a command to a Backbone is in doubt",
            [backboneRecord("a", undefined, { commands: [commandOf("initiate")] })],
            now,
            ["refused: authorityHasChanged"]
        ],
        [
            "refuses where a closed process has a command in doubt",
            [backboneRecord("a", processOf("P1", "Cancelled"), { commands: [commandOf("initiate")] })],
            now,
            ["refused: authorityHasChanged"]
        ]
    ])("%s", (_, records, at, plan) => {
        expect(planOf(() => initiate(records, request(at)))).toEqual(plan);
    });

    test.each([
        ["14 days", 14, "2026-12-07T10:00:00.000Z"],
        ["half a day", 0.5, "2026-11-23T22:00:00.000Z"],
        ["a part of a millisecond, rounded up", Number.MIN_VALUE, "2026-11-23T10:00:00.001Z"]
    ])("answers with the new process, which ends after %s", (_, length, end) => {
        expect(initiate([], request(now, length)).value.properties).toEqual({
            id: "P2",
            status: "Active",
            createdAt: now,
            createdByDevice: alice.deviceId,
            gracePeriodEndsAt: end
        });
    });

    test("is due when the module's own lifecycle says so", () => {
        const planned = (): string => "2026-11-25T10:00:00.000Z";
        expect(planOf(() => initiate([], request(now), planned))).toEqual(["insert new: P2 Active, due 2026-11-25"]);
        expect(planOf(() => initiate([], request(now), () => null))).toEqual(["insert new: P2 Active"]);
    });
});

describe(firstDueDateOf.name, () => {
    const createdAt = "2026-11-23T10:00:00.000Z";
    const gracePeriodEndsAt = "2026-12-07T10:00:00.000Z";

    test.each([
        ["at once, for its reminders, where it is active", "Active", { createdAt, gracePeriodEndsAt }, createdAt],
        ["at its end, where it is not known when it began", "Active", { gracePeriodEndsAt }, gracePeriodEndsAt],
        ["never, where an active one of old data has no end", "Active", { createdAt }, null],
        ["at its end, where its deletion has begun", "Deleting", { createdAt, gracePeriodEndsAt }, gracePeriodEndsAt],
        ["at once, where a deletion of old data has no end", "Deleting", { createdAt }, createdAt],
        ["at once, where a deletion of old data has no dates", "Deleting", {}, "0000-01-01T00:00:00.000Z"],
        ["never, where it is cancelled", "Cancelled", { createdAt, gracePeriodEndsAt }, null],
        ["never, where the Identity is deleted", "Deleted", { createdAt, gracePeriodEndsAt }, null],
        ["never, where its status is not known", "Frozen", { createdAt, gracePeriodEndsAt }, null]
    ])("is due %s", (_, status, dates, dueAt) => {
        expect(firstDueDateOf(new IdentityDeletionProcess({ id: "P1", status, ...dates }))).toBe(dueAt);
    });
});
