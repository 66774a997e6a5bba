import { IdentityDeletionProcess } from "../../../src/domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus } from "../../../src/domain/IdentityDeletionProcessStatus";
import { DeletionState, noDeletion } from "../../../src/domain/record/DeletionState";
import { emptyRecord, RecordWithProcess } from "../../../src/domain/record/ProcessRecord";
import { parkedDueAt } from "../../../src/lifecycle/decisions/dueDates";
import { parkDeletion, retryDeletion } from "../../../src/lifecycle/decisions/parkDeletion";
import {
    postponeCompletion,
    postponeDeletion,
    postponeFinalNotice,
    releaseDeletion
} from "../../../src/lifecycle/decisions/postponeDeletion";
import { finishDeleter, noteAllDone, noteFailures } from "../../../src/lifecycle/decisions/recordProgress";
import {
    beginReminder,
    finishReminder,
    planNextDate,
    postponeReminder
} from "../../../src/lifecycle/decisions/reminders";
import { startDeletion } from "../../../src/lifecycle/decisions/startDeletion";
import { writeTombstone } from "../../../src/lifecycle/decisions/writeTombstone";

const { Active, Deleting, Deleted } = IdentityDeletionProcessStatus;
const end = "2026-12-07T10:00:00.000Z";
const [now, until, later] = ["2026-12-07T10:01:00.000Z", "2026-12-07T10:11:00.000Z", "2026-12-07T11:00:00.000Z"];
const lease = { now, until };
const files = { deleter: "files", reason: "Error: no" };

function recordOf(
    status: IdentityDeletionProcessStatus,
    deletion: Partial<DeletionState> = {},
    dueAt = end
): RecordWithProcess {
    const process = new IdentityDeletionProcess({
        id: "IDP00000000000000001",
        status,
        createdAt: "2026-11-23T10:00:00.000Z",
        createdByDevice: "DVC00000000000000001",
        gracePeriodEndsAt: end
    });
    const state = { ...noDeletion, ...deletion };
    return { ...emptyRecord("key", "pseudonym", "did:e:x"), revision: 3, process, dueAt, deletion: state };
}

type Row = readonly [
    what: string,
    after: RecordWithProcess,
    status: IdentityDeletionProcessStatus,
    dueAt: string | null,
    deletion: Partial<DeletionState>
];

const begun = { worker: "w", attempts: 1, required: ["files", "rows"] };
const reminded = { reminded: 5, failures: [{ reason: "x" }] };
const parked = { ...begun, worker: undefined, attempts: 12, parkedAt: now };
const afterCompletion = { attempts: 1, reason: "x" };

const rows: readonly Row[] = [
    // Started, and started again.
    [
        "the first start claims",
        startDeletion(recordOf(Active, reminded), "w", ["files", "rows"], lease),
        Deleting,
        until,
        begun
    ],
    [
        "the next start counts",
        startDeletion(recordOf(Deleting, begun), "v", ["files"], lease),
        Deleting,
        until,
        { ...begun, worker: "v", attempts: 2 }
    ],
    [
        "a new deleter is required and begins to count anew",
        startDeletion(recordOf(Deleting, { ...begun, attempts: 9 }), "w", ["mail"], lease),
        Deleting,
        until,
        { ...begun, required: ["files", "rows", "mail"] }
    ],
    [
        "what a Backbone has deleted stays deleted",
        startDeletion(recordOf(Deleted), "w", ["files", "rows"], lease),
        Deleted,
        until,
        begun
    ],
    // Progress.
    [
        "a finished deleter is a checkpoint",
        finishDeleter(recordOf(Deleting, { ...begun, attempts: 3, failures: [files] }), "files", false, lease),
        Deleting,
        until,
        { ...begun, attempts: 0, done: ["files"] }
    ],
    [
        "the last finished deleter notes when",
        finishDeleter(recordOf(Deleting, { ...begun, done: ["files"] }), "rows", true, lease),
        Deleting,
        until,
        { ...begun, attempts: 0, done: ["files", "rows"], allDoneAt: now }
    ],
    [
        "a failure renews the lease",
        noteFailures(recordOf(Deleting, begun), [files], lease),
        Deleting,
        until,
        { ...begun, failures: [files] }
    ],
    [
        "nothing left to run",
        noteAllDone(recordOf(Deleting, begun), lease),
        Deleting,
        until,
        { ...begun, allDoneAt: now }
    ],
    // Postponed and released.
    [
        "a failed deletion waits",
        postponeDeletion(recordOf(Deleting, begun), [files], later),
        Deleting,
        later,
        { ...begun, worker: undefined, failures: [files] }
    ],
    [
        "a failed completion waits and counts by itself",
        postponeCompletion(recordOf(Deleting, { ...begun, completionFailure: afterCompletion }), "y", later),
        Deleting,
        later,
        { ...begun, worker: undefined, completionFailure: { attempts: 2, reason: "y" } }
    ],
    [
        "a refused notice waits, and the completion before it has succeeded",
        postponeFinalNotice(
            recordOf(Deleting, { ...begun, attempts: 0, completionFailure: afterCompletion }),
            "n",
            later
        ),
        Deleting,
        later,
        { ...begun, worker: undefined, failures: [{ reason: "n" }] }
    ],
    [
        "a release counts as no attempt",
        releaseDeletion(recordOf(Deleting, begun), now),
        Deleting,
        now,
        { ...begun, worker: undefined, attempts: 0 }
    ],
    // Parked and retried.
    [
        "a parked deletion is due never",
        parkDeletion(recordOf(Deleting, begun), { attempts: 12, failures: [files] }, now),
        Deleting,
        parkedDueAt,
        { ...parked, failures: [files] }
    ],
    [
        "a retry has all attempts again",
        retryDeletion(
            recordOf(Deleting, { ...parked, completionFailure: { attempts: 12, reason: "x" } }, parkedDueAt),
            now
        ),
        Deleting,
        now,
        { ...begun, worker: undefined, attempts: 0, completionFailure: { attempts: 0, reason: "x" } }
    ],
    [
        "a retry of what is due keeps its place",
        retryDeletion(recordOf(Deleting, begun), now),
        Deleting,
        end,
        { ...begun, worker: undefined, attempts: 0 }
    ],
    // Reminders.
    ["no reminder is due", planNextDate(recordOf(Active, { worker: "w" }), end), Active, end, {}],
    [
        "a reminder is about to be sent",
        beginReminder(recordOf(Active), "w", "2026-12-02T10:10:00.000Z"),
        Active,
        "2026-12-02T10:10:00.000Z",
        { worker: "w", attempts: 1 }
    ],
    [
        "its lease never lasts beyond the end",
        beginReminder(recordOf(Active), "w", later),
        Active,
        end,
        { worker: "w", attempts: 1 }
    ],
    [
        "a sent reminder is remembered",
        finishReminder(recordOf(Active, { worker: "w", attempts: 2, failures: [{ reason: "x" }] }), 5, end),
        Active,
        end,
        { reminded: 5 }
    ],
    [
        "a failed reminder is sent again",
        postponeReminder(recordOf(Active, { worker: "w", attempts: 2 }), "x", "2026-12-03T10:00:00.000Z", end),
        Active,
        "2026-12-03T10:00:00.000Z",
        { attempts: 2, failures: [{ reason: "x" }] }
    ],
    [
        "unless the next one is due before",
        postponeReminder(recordOf(Active, { worker: "w", attempts: 2 }), "x", later, end),
        Active,
        end,
        { failures: [{ reason: "x" }] }
    ]
];

describe("What a lifecycle decides", () => {
    test.each(rows)("%s", (_, after, status, dueAt, deletion) => {
        expect(after.process.status).toBe(status);
        expect(after.dueAt).toBe(dueAt);
        expect(after.deletion).toStrictEqual({ ...noDeletion, ...deletion });
        expect(after.address).toBe("did:e:x");
    });

    test("a tombstone keeps the id and its place, and nothing of the person", () => {
        const before = { ...recordOf(Deleting, { ...begun, failures: [files] }), holdsSlot: true };
        const after = writeTombstone(before);
        const process = new IdentityDeletionProcess({ id: before.process.id, status: Deleted });
        expect(after).toStrictEqual({
            ...emptyRecord("key", "pseudonym", "pseudonym"),
            revision: 3,
            holdsSlot: true,
            process
        });
        expect(JSON.stringify(after)).not.toMatch(/did:e:x|DVC|2026|no/);
    });
});
