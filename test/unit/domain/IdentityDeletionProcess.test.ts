import fc from "fast-check";
import { DateTime } from "luxon";
import { ErrorCode } from "../../../src";
import { IdentityDeletionProcess, isProcessId } from "../../../src/domain/IdentityDeletionProcess";
import { momentOf } from "../../../src/domain/Timestamp";
import { alice, alicesTablet } from "../../support/fixtures";

const id = "IDP00000000000000001";
const now = momentOf("2026-11-23T10:00:00.000Z");
const end = momentOf("2026-11-30T10:00:00.000Z");

function processOfStatus(status: string): IdentityDeletionProcess {
    return new IdentityDeletionProcess({ id, status, gracePeriodEndsAt: "2026-11-30T10:00:00.000Z" });
}

function codeOf(action: () => unknown): unknown {
    try {
        action();
    } catch (error) {
        return (error as { code?: unknown }).code;
    }
    return "nothing was thrown";
}

describe(IdentityDeletionProcess.name, () => {
    test("begins Active and knows when, by which device, and when its grace period ends", () => {
        const process = IdentityDeletionProcess.initiate(id, now, alice.deviceId, 7);
        expect(process.properties).toStrictEqual({
            id,
            status: "Active",
            createdAt: "2026-11-23T10:00:00.000Z",
            createdByDevice: alice.deviceId,
            gracePeriodEndsAt: "2026-11-30T10:00:00.000Z"
        });
        expect([process.id, process.status, process.isActive]).toEqual([id, "Active", true]);
    });

    test("writes its dates in UTC whatever the zone of now", () => {
        const process = IdentityDeletionProcess.initiate(id, now.setZone("America/New_York"), alice.deviceId, 120);
        expect(process.properties.createdAt).toBe("2026-11-23T10:00:00.000Z");
        expect(process.properties.gracePeriodEndsAt).toBe("2027-03-23T10:00:00.000Z");
    });

    test("refuses to begin at a moment that is none", () => {
        expect(() => IdentityDeletionProcess.initiate(id, DateTime.invalid("test"), alice.deviceId, 7)).toThrow(
            RangeError
        );
    });

    test("refuses an end beyond year 9999", () => {
        const lastDay = momentOf("9999-12-31T10:00:00.000Z");
        expect(() => IdentityDeletionProcess.initiate(id, lastDay, alice.deviceId, 1)).toThrow(RangeError);
    });

    test("is cancelled into a new process that keeps all else, and stays as it was itself", () => {
        const process = IdentityDeletionProcess.initiate(id, now, alice.deviceId, 7);
        const before = { ...process.properties };
        const cancelled = process.cancel(now.plus({ hours: 1 }), alicesTablet.deviceId);
        expect(cancelled.properties).toStrictEqual({
            ...before,
            status: "Cancelled",
            cancelledAt: "2026-11-23T11:00:00.000Z",
            cancelledByDevice: alicesTablet.deviceId
        });
        expect(cancelled.isActive).toBe(false);
        expect(process.properties).toStrictEqual(before);
    });

    test("can be cancelled one millisecond before its end, and no more at its end", () => {
        const process = processOfStatus("Active");
        expect(process.gracePeriodIsOver(end.minus(1))).toBe(false);
        expect(process.cancel(end.minus(1), alice.deviceId).status).toBe("Cancelled");
        expect(process.gracePeriodIsOver(end)).toBe(true);
        expect(codeOf(() => process.cancel(end, alice.deviceId))).toBe(ErrorCode.gracePeriodHasExpired);
        expect(codeOf(() => process.cancel(end.plus(1), alice.deviceId))).toBe(ErrorCode.gracePeriodHasExpired);
    });

    test("is over exactly from its end on, whatever its length and whatever the moment", () => {
        const lengths = fc.double({ min: 0, minExcluded: true, max: 365, noNaN: true });
        fc.assert(
            fc.property(lengths, fc.integer({ min: -3, max: 3 }), (length, offset) => {
                const process = IdentityDeletionProcess.initiate(id, now, alice.deviceId, length);
                const moment = momentOf(process.properties.gracePeriodEndsAt!).plus(offset);
                expect(process.gracePeriodIsOver(moment)).toBe(offset >= 0);
                expect(codeOf(() => process.cancel(moment, alice.deviceId))).toBe(
                    offset >= 0 ? ErrorCode.gracePeriodHasExpired : "nothing was thrown"
                );
            })
        );
    });

    test("whose end is a day that does not exist, from a foreign hand, is over on the day that it rolls over to", () => {
        const process = new IdentityDeletionProcess({
            ...processOfStatus("Active").properties,
            gracePeriodEndsAt: "2026-02-30T00:00:00.000Z"
        });
        expect(process.gracePeriodIsOver(momentOf("2026-03-01T23:59:59.999Z"))).toBe(false);
        expect(process.gracePeriodIsOver(momentOf("2026-03-02T00:00:00.000Z"))).toBe(true);
    });

    test("of old data without an end is never over and can be cancelled", () => {
        const process = new IdentityDeletionProcess({ id, status: "Active" });
        const late = momentOf("9999-12-31T23:59:59.999Z");
        expect(process.gracePeriodIsOver(late)).toBe(false);
        expect(process.cancel(late, alice.deviceId).properties).toStrictEqual({
            id,
            status: "Cancelled",
            cancelledAt: "9999-12-31T23:59:59.999Z",
            cancelledByDevice: alice.deviceId
        });
    });

    test("is not cancelled at a moment that is none", () => {
        expect(() => processOfStatus("Active").cancel(DateTime.invalid("test"), alice.deviceId)).toThrow(RangeError);
    });

    test.each(["Deleting"])("in status %s is past cancelling, also before its end", (status) => {
        expect(codeOf(() => processOfStatus(status).cancel(now, alice.deviceId))).toBe(ErrorCode.gracePeriodHasExpired);
    });

    test.each(["Cancelled", "Deleted", "WaitingForApproval", "Rejected", "Postponed"])(
        "in status %s is not active and cannot be cancelled",
        (status) => {
            const process = processOfStatus(status);
            expect(process.isActive).toBe(false);
            for (const moment of [now, end]) {
                expect(codeOf(() => process.cancel(moment, alice.deviceId))).toBe(
                    ErrorCode.noActiveIdentityDeletionProcess
                );
            }
        }
    );
});

describe(isProcessId.name, () => {
    test.each(["IDP0123456789abcdefg", "IDPZZZZZZZZZZZZZZZZZ"])("knows %p", (id) => {
        expect(isProcessId(id)).toBe(true);
    });

    test.each([
        ["shorter", "IDP0123456789abcdef"],
        ["longer", "IDP0123456789abcdefgh"],
        ["behind something", " IDP0123456789abcdefg"],
        ["of another kind", "DVC0123456789abcdefg"],
        ["with another character", "IDP0123456789abcdef-"],
        ["no string", ["IDP0123456789abcdefg"]]
    ])("does not take for one what is %s", (_, value) => {
        expect(isProcessId(value)).toBe(false);
    });
});
