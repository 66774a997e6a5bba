import { ErrorCode, type StoredRecord } from "../../src";
import { alice, createModule } from "../support/fixtures";
import { recordOf, storeWith } from "../support/records";
import { RecordingEventBus } from "../support/RecordingEventBus";

const { noActiveIdentityDeletionProcess, activeIdentityDeletionProcessAlreadyExists } = ErrorCode;
const { gracePeriodHasExpired, identityIsDeleted } = ErrorCode;

// The clock of these tests stands at 2026-11-23T10:00:00.000Z.
const history = { createdAt: "2026-11-10T10:00:00.000Z", createdByDevice: alice.deviceId };
const before = { ...history, gracePeriodEndsAt: "2026-11-23T10:00:00.001Z" };
const exactlyAt = { ...history, gracePeriodEndsAt: "2026-11-23T10:00:00.000Z" };
const after = { ...history, gracePeriodEndsAt: "2026-11-23T09:59:59.999Z" };
const cancelled = { ...history, status: "Cancelled", cancelledAt: "2026-11-11T10:00:00.000Z" };

interface Row {
    state: string;
    records: { status: string }[];
    /** The code, or the status of the process that is answered with. */
    getActive: string;
    cancel: string;
    initiate: string;
}

const nothingActive = { getActive: noActiveIdentityDeletionProcess, cancel: noActiveIdentityDeletionProcess };
const free = { ...nothingActive, initiate: "Active" };
const running = { getActive: "Active", cancel: "Cancelled", initiate: activeIdentityDeletionProcessAlreadyExists };
const over = {
    getActive: "Active",
    cancel: gracePeriodHasExpired,
    initiate: activeIdentityDeletionProcessAlreadyExists
};
const deleting = { ...over, getActive: noActiveIdentityDeletionProcess };
const deleted = { ...nothingActive, initiate: identityIsDeleted };

const rows: Row[] = [
    { state: "none", records: [], ...free },
    { state: "only a cancelled one", records: [cancelled], ...free },
    { state: "only cancelled ones", records: [cancelled, { ...cancelled, ...before }, cancelled], ...free },
    { state: "only one of old data that waits for approval", records: [{ status: "WaitingForApproval" }], ...free },
    { state: "only one of old data that was rejected", records: [{ status: "Rejected" }], ...free },
    { state: "only one of a status that nobody knows", records: [{ ...before, status: "Postponed" }], ...free },
    { state: "Active, before its end", records: [{ ...before, status: "Active" }], ...running },
    {
        state: "Active, before its end, and a cancelled one",
        records: [cancelled, { ...before, status: "Active" }],
        ...running
    },
    { state: "Active of old data, without an end", records: [{ status: "Active" }], ...running },
    { state: "Approved, before its end", records: [{ ...before, status: "Approved" }], ...running },
    { state: "Active, at its end", records: [{ ...exactlyAt, status: "Active" }], ...over },
    { state: "Active, after its end", records: [{ ...after, status: "Active" }], ...over },
    { state: "Approved, at its end", records: [{ ...exactlyAt, status: "Approved" }], ...over },
    { state: "Approved, after its end", records: [{ ...after, status: "Approved" }], ...over },
    { state: "Deleting", records: [{ ...after, status: "Deleting" }], ...deleting },
    { state: "Deleting, before its end", records: [{ ...before, status: "Deleting" }], ...deleting },
    { state: "Deleting, and a cancelled one", records: [cancelled, { ...after, status: "Deleting" }], ...deleting },
    { state: "Deleted", records: [{ ...after, status: "Deleted" }], ...deleted },
    { state: "Deleted, a mere tombstone", records: [{ status: "Deleted" }], ...deleted },
    { state: "Deleted, and a cancelled one", records: [cancelled, { ...after, status: "Deleted" }], ...deleted }
];

const methods = {
    getActive: "getActiveIdentityDeletionProcess",
    cancel: "cancelIdentityDeletionProcess",
    initiate: "initiateIdentityDeletionProcess"
} as const;

const cells = rows.flatMap(({ state, records, ...answers }) =>
    (["getActive", "cancel", "initiate"] as const).map((method) => ({
        state,
        records,
        method,
        answer: answers[method]
    }))
);

describe("What each method answers in each state", () => {
    test.each(cells)("$state: $method → $answer", async ({ records, method, answer }) => {
        const stored: StoredRecord[] = records.map((properties) => recordOf(alice, properties));
        const persistence = await storeWith(...stored);
        const earlier = await persistence.list(alice.address);
        const eventBus = new RecordingEventBus();
        const { module } = await createModule({ persistence, eventBus });

        const result = await module.forIdentity(alice).identityDeletionProcesses[methods[method]]();

        const now = await persistence.list(alice.address);
        if (answer.startsWith("error.")) {
            expect(result).toBeAnError(answer);
        } else {
            expect(result).toBeSuccessful();
            expect(result.value.status).toBe(answer);
        }
        if (answer.startsWith("error.") || method === "getActive") {
            expect(now).toStrictEqual(earlier);
            expect(eventBus.events).toEqual([]);
        } else {
            expect(now).not.toEqual(earlier);
            expect(now).toHaveLength(earlier.length + (method === "initiate" ? 1 : 0));
            expect(eventBus.events.map(({ data }) => data)).toStrictEqual([result.value]);
        }
    });

    test.each(rows)("$state: all processes are shown, each in its status", async ({ records }) => {
        const stored = records.map((properties) => recordOf(alice, properties));
        const { module } = await createModule({ persistence: await storeWith(...stored) });
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        const all = (await facade.getIdentityDeletionProcesses()).value;
        const shown = (status: string): string => (status === "Approved" ? "Active" : status);
        expect(all.map(({ status }) => status).sort()).toEqual(records.map(({ status }) => shown(status)).sort());
        for (const process of all) {
            expect((await facade.getIdentityDeletionProcess({ id: process.id })).value).toStrictEqual(process);
        }
    });
});
