import fc from "fast-check";
import type { IdentityDeletionProcessDTO } from "../../../src";
import { fromDocument, isAhead, merged } from "../../../src/enmeshed/processes";

const id = "IDP00000000000000001";

function cancelled(changes: Partial<IdentityDeletionProcessDTO> = {}): IdentityDeletionProcessDTO {
    return { id, status: "Cancelled", ...changes };
}

describe("What two devices know of one process", () => {
    test("is the earlier of two cancellations, with the device that it was on", () => {
        const early = cancelled({ cancelledAt: "2026-11-23T10:00:00.000Z", cancelledByDevice: "DVC1" });
        const late = cancelled({ cancelledAt: "2026-11-23T10:00:01.000Z", cancelledByDevice: "DVC2" });
        expect(merged(late, early)).toEqual(early);
        expect(merged(early, late)).toEqual(early);
    });

    test("is what one of them knows: the end that a cancelled process would have had, and who has cancelled it", () => {
        const ends = cancelled({ gracePeriodEndsAt: "2026-12-07T10:00:00.000Z" });
        const cancellation = cancelled({ cancelledAt: "2026-11-23T10:00:00.000Z", cancelledByDevice: "DVC1" });
        expect(merged(ends, cancellation)).toEqual({ ...ends, ...cancellation });
    });

    test("is never another device's word for it that an active process is cancelled: that is the Backbone's", () => {
        const active = { id, status: "Active" };
        expect(merged(active, cancelled({ cancelledAt: "2026-11-23T10:00:00.000Z" }))).toEqual(active);
    });

    test("is the same for both, in whatever order they learn of it, and however often", () => {
        const moment = fc.option(fc.constantFrom("2026-11-23T10:00:00.000Z", "2026-11-23T10:00:01.000Z"), {
            nil: undefined
        });
        const device = fc.option(fc.constantFrom("DVC1", "DVC2"), { nil: undefined });
        const process = fc
            .record({ cancelledAt: moment, cancelledByDevice: device })
            .map(({ cancelledAt, cancelledByDevice }) =>
                cancelled(
                    cancelledAt === undefined ? {} : { cancelledAt, ...(cancelledByDevice && { cancelledByDevice }) }
                )
            );
        fc.assert(
            fc.property(process, process, (one, other) => {
                expect(merged(one, other)).toEqual(merged(other, one));
                expect(merged(merged(one, other), other)).toEqual(merged(one, other));
            })
        );
    });
});

describe(isAhead.name, () => {
    test.each([
        ["Active", undefined, true],
        ["Cancelled", "Active", true],
        ["Deleting", "Active", true],
        ["Active", "Active", false],
        ["Active", "Cancelled", false]
    ])("a document that says %s, where the module knows %s: %s", (status, known, expected) => {
        expect(isAhead({ id, status }, known === undefined ? undefined : { id, status: known })).toBe(expected);
    });
});

describe(fromDocument.name, () => {
    test("takes Approved for Active, and leaves out what is no string", () => {
        expect(fromDocument({ id, status: "Approved", createdAt: 7, more: "x" })).toEqual({ id, status: "Active" });
    });

    test.each([undefined, null, {}, { id: 7, status: "Active" }, { id }])("takes no process from %p", (document) => {
        expect(fromDocument(document)).toBeUndefined();
    });
});
