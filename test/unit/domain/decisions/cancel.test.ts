import { cancel } from "../../../../src/domain/decisions/cancel";
import type { ProcessRecord } from "../../../../src/domain/record/ProcessRecord";
import { momentOf } from "../../../../src/domain/Timestamp";
import { backboneRecord, end, planOf, processOf, recordWith } from "../../../support/decisions/records";
import { alice, alicesTablet } from "../../../support/fixtures";

describe(cancel.name, () => {
    const beforeEnd = "2026-12-07T09:59:59.999Z";
    const now = "2026-11-25T10:00:00.000Z";
    const tablet = alicesTablet.deviceId;
    const active = recordWith("a", processOf("P1", "Active"), { dueAt: "2026-11-28T10:00:00.000Z" });
    const cancelled = `update a: P1 Cancelled, cancelled 2026-11-25, by ${tablet}`;

    test.each<[string, ProcessRecord[], string, string[]]>([
        ["cancels an active process; it is never due again", [active], now, [cancelled]],
        [
            "cancels up to the last millisecond before the end",
            [active],
            beforeEnd,
            [`update a: P1 Cancelled, cancelled ${beforeEnd}, by ${tablet}`]
        ],
        ["refuses from the very millisecond of the end on", [active], end, ["refused: gracePeriodHasExpired"]],
        ["refuses long after the end", [active], "2030-01-01T00:00:00.000Z", ["refused: gracePeriodHasExpired"]],
        [
            "cancels one of old data that has no end",
            [recordWith("a", processOf("P1", "Active", { gracePeriodEndsAt: undefined }))],
            now,
            [cancelled]
        ],
        [
            "refuses once the deletion has begun, whatever the clock says",
            [recordWith("a", processOf("P1", "Deleting"))],
            "2026-11-24T10:00:00.000Z",
            ["refused: gracePeriodHasExpired"]
        ],
        [
            "refuses once the Identity is deleted",
            [recordWith("a", processOf("P1", "Deleted"))],
            now,
            ["refused: noActiveIdentityDeletionProcess"]
        ],
        ["refuses where there is none", [], now, ["refused: noActiveIdentityDeletionProcess"]],
        [
            "refuses where only the slot is held",
            [recordWith("a", undefined)],
            now,
            ["refused: noActiveIdentityDeletionProcess"]
        ],
        [
            "refuses one that is waiting for an approval",
            [recordWith("a", processOf("P1", "WaitingForApproval"))],
            now,
            ["refused: noActiveIdentityDeletionProcess"]
        ],
        [
            "leaves a Backbone's process to the Backbone",
            [backboneRecord("a", processOf("P1", "Active"))],
            now,
            ["refused: authorityHasChanged"]
        ],
        [
            "leaves a command to a Backbone that is in doubt to the host",
            [active, backboneRecord("b", processOf("P2", "Active"), { waitsForSlot: true })],
            now,
            ["refused: authorityHasChanged"]
        ],
        [
            "cancels next to a process that a Backbone has closed",
            [active, backboneRecord("b", processOf("P2", "Cancelled"))],
            now,
            [cancelled]
        ]
    ])("%s", (_, records, at, plan) => {
        expect(planOf(() => cancel(records, { now: momentOf(at), deviceId: tablet }))).toEqual(plan);
    });

    test("answers with the process and keeps when it would have ended, and what a later release has added", () => {
        const others = { hold: { until: "2027" } };
        const record = recordWith("a", processOf("P1", "Active"), { others });
        const { value, writes } = cancel([record], { now: momentOf(now), deviceId: tablet });
        expect(value.properties).toEqual({
            ...processOf("P1", "Cancelled").properties,
            createdByDevice: alice.deviceId,
            gracePeriodEndsAt: end,
            cancelledAt: now,
            cancelledByDevice: tablet
        });
        expect(writes).toEqual([{ kind: "update", before: record, after: { ...record, process: value } }]);
    });
});
