import { type DeletionState, noDeletion } from "../../../../src/domain/record/DeletionState";
import { emptyRecord, type ProcessRecord, type RecordWithProcess } from "../../../../src/domain/record/ProcessRecord";
import { parkDeletion, retryDeletion } from "../../../../src/lifecycle/decisions/parkDeletion";
import {
    postponeCompletion,
    postponeDeletion,
    postponeFinalNotice,
    releaseDeletion
} from "../../../../src/lifecycle/decisions/postponeDeletion";
import { finishDeleter, noteAllDone, noteFailures } from "../../../../src/lifecycle/decisions/recordProgress";
import { isFirstAttempt, startDeletion } from "../../../../src/lifecycle/decisions/startDeletion";
import { writeTombstone } from "../../../../src/lifecycle/decisions/writeTombstone";
import { end, processOf, recordWith } from "../../../support/decisions/records";
import { alice } from "../../../support/fixtures";

const now = "2026-12-07T10:00:01.000Z";
const until = "2026-12-07T10:10:00.000Z";
const next = "2026-12-07T11:00:00.000Z";
const never = "9999-12-31T23:59:59.999Z";
const lease = { now, until };
const diskIsFull = { deleter: "files", reason: "disk" };
const noMail = { deleter: "mail", reason: "no" };

function record(deletion: Partial<DeletionState>, more: Partial<ProcessRecord> = {}): RecordWithProcess {
    const state = { ...noDeletion, ...deletion };
    return recordWith("a", processOf("P1", "Deleting"), { deletion: state, dueAt: end, ...more });
}

type Row = [
    string,
    Partial<DeletionState>,
    (record: RecordWithProcess) => RecordWithProcess,
    Partial<DeletionState>,
    string
];

/** Each decision changes just this of what is kept for the lifecycle, and when the record is due. */
function expectChange([, deletion, decide, change, dueAt]: Row): void {
    const before = record(deletion);
    expect(decide(before)).toEqual({ ...before, deletion: { ...before.deletion, ...change }, dueAt });
}

describe("A deletion that is started", () => {
    const start =
        (...deleters: string[]) =>
        (before: RecordWithProcess) =>
            startDeletion(before, "w", deleters, lease);

    test.each<Row>([
        [
            "takes the lease and remembers its deleters",
            {},
            start("files", "mail"),
            { worker: "w", attempts: 1, required: ["files", "mail"] },
            until
        ],
        [
            "forgets what reminders have left",
            { reminded: 5, failures: [{ reason: "no mail" }] },
            start("files"),
            { worker: "w", attempts: 1, required: ["files"], failures: [], reminded: undefined },
            until
        ],
        [
            "counts each attempt before it runs anything",
            { required: ["files"], attempts: 2, failures: [diskIsFull] },
            start("files"),
            { worker: "w", attempts: 3 },
            until
        ],
        [
            "counts anew with a new deleter, and forgets none of before",
            { required: ["files"], attempts: 7 },
            start("mail"),
            { worker: "w", attempts: 1, required: ["files", "mail"] },
            until
        ]
    ])("%s", (...row) => expectChange(row));

    test("can no longer be cancelled", () => {
        const active = recordWith("a", processOf("P1", "Active"));
        expect(isFirstAttempt(active)).toBe(true);
        const started = startDeletion(active, "w", ["files"], lease);
        expect(started.process.properties).toEqual({ ...active.process.properties, status: "Deleting" });
        expect(isFirstAttempt(started)).toBe(false);
    });
});

describe("A deletion that goes on", () => {
    test.each<Row>([
        [
            "notes the deleter that is done, and renews the lease",
            { attempts: 3, done: ["a"], failures: [diskIsFull, noMail] },
            (before) => finishDeleter(before, "files", false, lease),
            { done: ["a", "files"], failures: [noMail], attempts: 0 },
            until
        ],
        [
            "notes when the last one was done",
            { required: ["files"] },
            (before) => finishDeleter(before, "files", true, lease),
            { done: ["files"], allDoneAt: now },
            until
        ],
        [
            "keeps when the last one was first done",
            { allDoneAt: end },
            (before) => finishDeleter(before, "files", true, lease),
            { done: ["files"] },
            until
        ],
        [
            "is not all done, where others follow",
            { allDoneAt: end },
            (before) => finishDeleter(before, "files", false, lease),
            { done: ["files"], allDoneAt: undefined },
            until
        ],
        [
            "notes what failed while others are still to be run",
            {},
            (before) => noteFailures(before, [diskIsFull], lease),
            { failures: [diskIsFull] },
            until
        ],
        [
            "is all done, where what was missing has been retired",
            {},
            (before) => noteAllDone(before, lease),
            { allDoneAt: now },
            until
        ]
    ])("%s", (...row) => expectChange(row));
});

describe("A deletion that fails", () => {
    test.each<Row>([
        [
            "is tried again by any worker",
            { worker: "w", attempts: 3 },
            (before) => postponeDeletion(before, [diskIsFull], next),
            { worker: undefined, failures: [diskIsFull] },
            next
        ],
        [
            "counts as one attempt, where a deleter was done before another failed",
            { worker: "w", attempts: 0 },
            (before) => postponeDeletion(before, [diskIsFull], next),
            { worker: undefined, attempts: 1, failures: [diskIsFull] },
            next
        ],
        [
            "counts apart what follows the deleters",
            { worker: "w", attempts: 3 },
            (before) => postponeCompletion(before, "no delete", next),
            { worker: undefined, completionFailure: { attempts: 1, reason: "no delete" } },
            next
        ],
        [
            "counts on what follows the deleters",
            { completionFailure: { attempts: 4, reason: "no list" } },
            (before) => postponeCompletion(before, "no delete", next),
            { completionFailure: { attempts: 5, reason: "no delete" } },
            next
        ],
        [
            "has removed the other records, where only the notice was refused",
            { worker: "w", completionFailure: { attempts: 4, reason: "no list" } },
            (before) => postponeFinalNotice(before, "no mail", next),
            { worker: undefined, attempts: 1, failures: [{ reason: "no mail" }], completionFailure: undefined },
            next
        ],
        [
            "waits for an operator",
            { worker: "w", attempts: 11 },
            (before) => parkDeletion(before, { attempts: 12, failures: [diskIsFull] }, now),
            { worker: undefined, attempts: 12, failures: [diskIsFull], parkedAt: now },
            never
        ],
        [
            "is tried again by an operator, with as many attempts as at first",
            { attempts: 12, parkedAt: end, completionFailure: { attempts: 4, reason: "no list" } },
            (before) => retryDeletion({ ...before, dueAt: never }, now),
            { attempts: 0, parkedAt: undefined, completionFailure: { attempts: 0, reason: "no list" } },
            now
        ],
        [
            "keeps its place, where it is due already",
            { attempts: 12 },
            (before) => retryDeletion(before, now),
            { attempts: 0 },
            end
        ],
        [
            "is due for an operator, although it never was",
            { attempts: 12 },
            (before) => retryDeletion({ ...before, dueAt: null }, now),
            { attempts: 0 },
            now
        ],
        [
            "is released when the worker stops, which counts as no attempt",
            { worker: "w", attempts: 3 },
            (before) => releaseDeletion(before, now),
            { worker: undefined, attempts: 2 },
            now
        ],
        [
            "has never less than no attempt",
            { worker: "w", attempts: 0 },
            (before) => releaseDeletion(before, now),
            { worker: undefined },
            now
        ]
    ])("%s", (...row) => expectChange(row));
});

describe(writeTombstone.name, () => {
    test("leaves of a deleted Identity that it had this process, and nothing that names anyone", () => {
        const deletion = { required: ["files"], failures: [{ reason: "alice" }] };
        const others = { hold: "alice" };
        const before = record(deletion, { address: "alice", others, authority: "backbone", unlisted: true });
        const after = writeTombstone(before);
        expect(after.process.properties).toEqual({ id: "P1", status: "Deleted" });
        expect(after).toEqual({
            ...emptyRecord("a", alice.address, alice.address),
            process: after.process,
            revision: before.revision,
            holdsSlot: true,
            authority: "backbone",
            unlisted: true
        });
    });
});
