import {
    IdentityDeletionProcessStatus,
    keepsTheSlot,
    readStatus
} from "../../../src/domain/IdentityDeletionProcessStatus";

describe("IdentityDeletionProcessStatus", () => {
    test("names each status as it is written and shown", () => {
        expect(IdentityDeletionProcessStatus).toStrictEqual({
            Active: "Active",
            Cancelled: "Cancelled",
            Deleting: "Deleting",
            Deleted: "Deleted",
            WaitingForApproval: "WaitingForApproval",
            Rejected: "Rejected"
        });
    });
});

describe(readStatus.name, () => {
    test("reads Approved as Active", () => {
        expect(readStatus("Approved")).toBe("Active");
    });

    test.each([...Object.values(IdentityDeletionProcessStatus), "approved", "Approved ", "Postponed"])(
        "keeps %s",
        (status) => {
            expect(readStatus(status)).toBe(status);
        }
    );
});

describe(keepsTheSlot.name, () => {
    test.each(["Active", "Deleting", "Deleted"])("is so with %s", (status) => {
        expect(keepsTheSlot(status)).toBe(true);
    });

    test.each(["Cancelled", "WaitingForApproval", "Rejected", "Approved", "active", ""])(
        "is not so with %p",
        (status) => {
            expect(keepsTheSlot(status)).toBe(false);
        }
    );
});
