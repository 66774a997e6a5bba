import { type DeletionState, noDeletion } from "../../../../src/domain/record/DeletionState";
import type { RecordWithProcess } from "../../../../src/domain/record/ProcessRecord";
import { earlier } from "../../../../src/lifecycle/decisions/dueDates";
import {
    beginReminder,
    finishReminder,
    planNextDate,
    postponeReminder
} from "../../../../src/lifecycle/decisions/reminders";
import { end, processOf, recordWith } from "../../../support/decisions/records";

const dueAt = "2026-11-25T10:00:00.000Z";
const until = "2026-11-25T10:10:00.000Z";
const retryAt = "2026-11-25T11:00:00.000Z";
const next = "2026-11-27T10:00:00.000Z";
const later = "2026-11-28T10:00:00.000Z";

function active(deletion: Partial<DeletionState>, gracePeriodEndsAt: string | undefined = end): RecordWithProcess {
    const state = { ...noDeletion, ...deletion };
    return recordWith("a", processOf("P1", "Active", { gracePeriodEndsAt }), { deletion: state, dueAt });
}

type Decision = (record: RecordWithProcess) => RecordWithProcess;

describe("A reminder", () => {
    const planned = active({ worker: "w" });
    const tried = active({ worker: "w", attempts: 3, reminded: 12, failures: [{ reason: "no mail" }] });
    const endsSoon = active({}, "2026-11-25T10:05:00.000Z");

    test.each<[string, RecordWithProcess, Decision, Partial<DeletionState>, string | null]>([
        ["is not due: the next date is planned", planned, (it) => planNextDate(it, next), { worker: undefined }, next],
        ["is not due, and no other follows", planned, (it) => planNextDate(it, null), { worker: undefined }, null],
        ["is begun", active({}), (it) => beginReminder(it, "w", until), { worker: "w", attempts: 1 }, until],
        [
            "keeps others away at most until the end, when the deletion may begin",
            endsSoon,
            (it) => beginReminder(it, "w", until),
            { worker: "w", attempts: 1 },
            "2026-11-25T10:05:00.000Z"
        ],
        [
            "is sent: the next date is planned, and nothing has failed",
            tried,
            (it) => finishReminder(it, 10, next),
            { worker: undefined, attempts: 0, reminded: 10, failures: [] },
            next
        ],
        [
            "is tried again",
            tried,
            (it) => postponeReminder(it, "full", retryAt, next),
            { worker: undefined, failures: [{ reason: "full" }] },
            retryAt
        ],
        [
            "is tried again, also where no other follows",
            tried,
            (it) => postponeReminder(it, "full", retryAt, null),
            { worker: undefined, failures: [{ reason: "full" }] },
            retryAt
        ],
        [
            "is replaced by the next one, which has not failed yet",
            tried,
            (it) => postponeReminder(it, "full", later, next),
            { worker: undefined, attempts: 0, failures: [{ reason: "full" }] },
            next
        ]
    ])("%s", (_, before, decide, change, due) => {
        expect(decide(before)).toEqual({ ...before, deletion: { ...before.deletion, ...change }, dueAt: due });
    });

    test("keeps others away until its lease ends, where the process has no end", () => {
        const endless = recordWith("a", processOf("P1", "Active", { gracePeriodEndsAt: undefined }));
        expect(beginReminder(endless, "w", until).dueAt).toBe(until);
    });
});

describe(earlier.name, () => {
    test.each([
        [dueAt, next, dueAt],
        [next, dueAt, dueAt],
        [next, null, next]
    ])("of %p and %p is %p", (one, other, expected) => {
        expect(earlier(one, other)).toBe(expected);
    });
});
