import { ErrorCode, type StoredRecord } from "../../../../src";
import { toDTO } from "../../../../src/application/IdentityDeletionProcessDTO";
import { firstDueDateOf } from "../../../../src/domain/decisions/initiate";
import { IdentityDeletionProcess } from "../../../../src/domain/IdentityDeletionProcess";
import { readRecord, storedRecordOf, withAddress } from "../../../../src/domain/record/codec";
import { lookupOf } from "../../../../src/domain/record/columns";
import { emptyRecord, isListed, isOpenElsewhere } from "../../../../src/domain/record/ProcessRecord";
import { alice } from "../../../support/fixtures";
import { recordOf } from "../../../support/records";
import { jsonOf } from "../../../../src/domain/record/StoredRecord";

const id = "IDP00000000000000001";
const complete = {
    id,
    status: "Cancelled",
    createdAt: "2026-11-23T10:00:00.000Z",
    createdByDevice: alice.deviceId,
    gracePeriodEndsAt: "2026-12-07T10:00:00.000Z",
    cancelledAt: "2026-11-24T10:00:00.000Z",
    cancelledByDevice: alice.deviceId
};
const active = new IdentityDeletionProcess({
    id,
    status: "Active",
    createdAt: "2026-11-23T10:00:00.000Z",
    gracePeriodEndsAt: "2026-12-07T10:00:00.000Z"
});

function newRecord(process: IdentityDeletionProcess): StoredRecord {
    const record = { ...emptyRecord("key", alice.address, alice.address), revision: 1, process };
    return storedRecordOf({ ...record, dueAt: firstDueDateOf(process) });
}

function withData(process: unknown): StoredRecord {
    return { ...recordOf(alice, { status: "Active" }), data: { process } };
}

describe(storedRecordOf.name, () => {
    test("holds the Identity's slot while the process is active, and is due at once for whoever plans it", () => {
        expect(newRecord(active)).toStrictEqual({
            key: "key",
            identityKey: alice.address,
            slot: alice.address,
            lookup: `${alice.address}#${id}`,
            revision: 1,
            createdAt: "2026-11-23T10:00:00.000Z",
            dueAt: "2026-11-23T10:00:00.000Z",
            unsettled: false,
            data: { process: active.properties }
        });
    });

    test.each<[string, string, string | null]>([
        ["Active", alice.address, complete.createdAt],
        ["Deleting", alice.address, complete.gracePeriodEndsAt],
        ["Deleted", alice.address, null],
        ["Cancelled", "key", null],
        ["WaitingForApproval", "key", null],
        ["Rejected", "key", null],
        ["Postponed", "key", null]
    ])("of status %s has the slot %s and is due at %s", (status, slot, dueAt) => {
        const record = newRecord(new IdentityDeletionProcess({ ...complete, status }));
        expect([record.slot, record.dueAt]).toEqual([slot, dueAt]);
    });

    test("is listed first where nobody knows when it was created, and never due where it has no end", () => {
        const record = newRecord(new IdentityDeletionProcess({ id, status: "Active" }));
        expect([record.createdAt, record.dueAt]).toEqual(["0000-01-01T00:00:00.000Z", null]);
    });

    test("is due at its end where nobody knows when it was created, and at once where it is being deleted", () => {
        const dueAtOf = (properties: object): string | null =>
            newRecord(new IdentityDeletionProcess({ id, status: "Active", ...properties })).dueAt;
        const { createdAt, gracePeriodEndsAt } = complete;
        expect(dueAtOf({ gracePeriodEndsAt })).toBe(gracePeriodEndsAt);
        expect(dueAtOf({ status: "Deleting", createdAt })).toBe(createdAt);
        expect(dueAtOf({ status: "Deleting" })).toBe("0000-01-01T00:00:00.000Z");
    });
});

describe("A record that is changed", () => {
    test("frees the slot, and keeps what a later release has put there", () => {
        const stored = { ...newRecord(active), revision: 7 };
        jsonOf(stored.data).journal = ["kept"];
        const cancelled = new IdentityDeletionProcess(complete);
        const changed = storedRecordOf({ ...readRecord(stored), revision: 8, process: cancelled, dueAt: null });
        expect(changed).toStrictEqual({
            ...stored,
            revision: 8,
            slot: "key",
            dueAt: null,
            data: { journal: ["kept"], process: complete }
        });
    });

    test("is stored as it was read, whatever it holds", () => {
        const data = {
            process: { ...complete, status: "Active" },
            address: alice.address,
            authority: "backbone",
            replaced: { id: "IDP00000000000000002", status: "Cancelled" },
            intents: [
                {
                    command: "cancel",
                    requestedAt: "2026-11-23T10:00:00.000Z",
                    device: alice.deviceId,
                    believeAbsenceFrom: "2026-11-23T10:00:30.000Z",
                    hasEnded: true
                }
            ],
            isBeside: true,
            closedByAbsence: true,
            unlisted: true,
            shownOpenAt: "2026-11-23T10:00:00.000Z",
            missingSince: "2026-11-24T10:00:00.000Z",
            deletionConfirmedAt: "2026-11-25T10:00:00.000Z",
            lifecycle: { worker: "w", attempts: 1, promised: ["a"], done: ["a"] },
            ofALaterRelease: { kept: [1] }
        };
        const stored = { ...newRecord(active), slot: "key", unsettled: true, data };
        expect(storedRecordOf(readRecord(stored))).toStrictEqual(stored);
    });
});

describe(lookupOf.name, () => {
    test("joins Identity and process id", () => {
        expect(lookupOf("did:e:somebody", id)).toBe(`did:e:somebody#${id}`);
    });
});

describe(readRecord.name, () => {
    test("reads what was written", () => {
        expect(readRecord(newRecord(active)).process!.properties).toStrictEqual(active.properties);
        expect(readRecord(withData(complete)).process!.properties).toStrictEqual(complete);
    });

    test("reads Approved as Active and leaves the record as it is", () => {
        const record = withData({ id, status: "Approved" });
        expect(readRecord(record).process!.properties).toStrictEqual({ id, status: "Active" });
        expect(record.data).toStrictEqual({ process: { id, status: "Approved" } });
    });

    test.each(["WaitingForApproval", "Rejected", "Postponed"])("keeps the status %s of old data", (status) => {
        expect(readRecord(withData({ id, status })).process!.status).toBe(status);
    });

    test("takes an id of any form from old data", () => {
        expect(readRecord(withData({ id: "old-1", status: "Rejected" })).process!.id).toBe("old-1");
    });

    test.each<[string, unknown]>([
        ["nothing", undefined],
        ["null", null],
        ["a text", "Active"],
        ["an array", [complete]],
        ["an empty object", {}],
        ["no id", { status: "Active" }],
        ["no status", { id }],
        ["an empty id", { id: "", status: "Active" }],
        ["an empty status", { id, status: "" }],
        ["an id that is no text", { id: 7, status: "Active" }],
        ["a status that is no text", { id, status: 7 }],
        ["a date that is no text", { ...complete, createdAt: 0 }],
        ["a date that is null", { ...complete, createdAt: null }],
        ["a date without milliseconds", { ...complete, createdAt: "2026-11-23T10:00:00Z" }],
        ["a date of another zone", { ...complete, gracePeriodEndsAt: "2026-11-23T10:00:00.000+01:00" }],
        ["a date with a line break", { ...complete, cancelledAt: "2026-11-23T10:00:00.000Z\n" }],
        ["a date that does not exist", { ...complete, cancelledAt: "2026-13-23T10:00:00.000Z" }],
        ["an empty device", { ...complete, createdByDevice: "" }],
        ["a device that is no text", { ...complete, cancelledByDevice: 7 }]
    ])("calls a store corrupt that holds %s instead of a process", (_, process) => {
        expect(() => readRecord(withData(process)).process!).toThrow(
            expect.objectContaining({
                code: ErrorCode.storeIsCorrupt,
                message: "The store holds a record that is no IdentityDeletionProcess."
            })
        );
    });
});

describe(isListed.name, () => {
    test.each<[string, Partial<StoredRecord>, boolean]>([
        ["a process", {}, true],
        ["a process with an unsettled command", { unsettled: true }, true],
        ["an intent, which is no process yet", { unsettled: true, data: { intents: [] } }, false],
        [
            "a mark that an unknown process was completed",
            { data: { process: { id, status: "Deleted" }, unlisted: true } },
            false
        ]
    ])("says of %s", (_, changes, expected) => {
        expect(isListed(readRecord(recordOf(alice, { status: "Active" }, changes)))).toBe(expected);
    });
});

describe(isOpenElsewhere.name, () => {
    const decidedBy = (authority: string | undefined, status: string, unsettled: boolean): boolean =>
        isOpenElsewhere(
            readRecord(
                recordOf(
                    alice,
                    { status },
                    { unsettled, data: { process: { id, status }, ...(authority === undefined ? {} : { authority }) } }
                )
            )
        );

    test.each(["Active", "Approved", "Cancelled", "Deleting", "Deleted"])(
        "is never so of %s that the module itself has decided",
        (status) => {
            expect([decidedBy(undefined, status, false), decidedBy(undefined, status, true)]).toEqual([false, false]);
        }
    );

    test.each<[string, boolean]>([
        ["Active", true],
        ["Approved", true],
        ["Deleting", true],
        ["Deleted", false],
        ["Cancelled", false],
        ["Rejected", false]
    ])("is of a settled %s that another authority has decided: %s", (status, expected) => {
        expect(decidedBy("https://backbone.example", status, false)).toBe(expected);
        expect(decidedBy("https://backbone.example", status, true)).toBe(true);
    });
});

describe("An address or authority that is no text", () => {
    test.each([null, 7, {}])("names nobody's address, and no authority: %j", (value) => {
        const record = recordOf(alice, { status: "Active" });
        const data = { ...record.data, address: value, authority: value };
        expect(readRecord({ ...record, data })).toMatchObject({ address: "", authority: undefined });
    });
});

describe(withAddress.name, () => {
    const tombstone = { process: { id, status: "Deleted" } };

    test("keeps a tombstone without the address: nobody shall read whose it was", () => {
        expect(withAddress(tombstone, alice.address)).toStrictEqual(tombstone);
    });

    test.each<[string, object]>([
        ["an open process", { process: { id, status: "Active" } }],
        ["a process of an unknown status", { process: { id, status: "Frozen" } }],
        ["a process without an id", { process: { status: "Deleted" } }],
        ["a deleted process whose rest is not removed yet", { process: { ...complete, status: "Deleted" } }],
        ["a deleted process of which more is said", { ...tombstone, deletionConfirmedAt: complete.createdAt }],
        ["a command without a process", { intents: [] }],
        ["nothing", {}]
    ])("names the Identity of %s, whose data is still to be deleted", (_, data) => {
        expect(withAddress(data, alice.address)).toStrictEqual({ ...data, address: alice.address });
    });
});

describe("A record that has lost its data", () => {
    test.each([null, undefined, "text", []])("is a corrupt store's: %p", (data) => {
        const record = { ...recordOf(alice, { status: "Active" }), data: data as unknown as StoredRecord["data"] };
        expect(() => readRecord(record).process!).toThrow(expect.objectContaining({ code: ErrorCode.storeIsCorrupt }));
    });
});

describe(toDTO.name, () => {
    test("shows the seven fields and nothing else", () => {
        const process = new IdentityDeletionProcess({ ...complete, journal: "not shown" } as typeof complete);
        expect(toDTO(process)).toStrictEqual(complete);
    });

    test.each(Object.keys(complete).filter((name) => name !== "id" && name !== "status"))(
        "leaves %s out where nobody knows it",
        (name) => {
            const rest = { ...complete };
            Reflect.deleteProperty(rest, name);
            expect(toDTO(new IdentityDeletionProcess(rest))).toStrictEqual(rest);
            expect(toDTO(new IdentityDeletionProcess({ ...complete, [name]: undefined }))).toStrictEqual(rest);
        }
    );

    test("is a new object at each call", () => {
        expect(toDTO(active)).not.toBe(toDTO(active));
        expect(toDTO(active)).not.toBe(active.properties);
    });
});
