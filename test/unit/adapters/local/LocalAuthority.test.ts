import { LocalAuthority } from "../../../../src/adapters/local/LocalAuthority";
import { GracePeriodPolicy } from "../../../../src/domain/GracePeriodPolicy";
import { IdentityDeletionError } from "../../../../src/domain/IdentityDeletionError";
import { FixedClock } from "../../../../src/testing";
import { alice, alicesTablet } from "../../../support/fixtures";

const id = "IDP00000000000000001";

function authority(): { authority: LocalAuthority; clock: FixedClock; nextProcessId: jest.Mock } {
    const clock = new FixedClock();
    const nextProcessId = jest.fn(() => id);
    const policy = new GracePeriodPolicy({ defaultInDays: 10, minimumInDays: 2, maximumInDays: 20 });
    return {
        authority: new LocalAuthority(policy, clock, { nextProcessId, nextRecordKey: () => "unused" }),
        clock,
        nextProcessId
    };
}

describe(LocalAuthority.name, () => {
    test("begins a process now, for this device, of the length that was asked for", () => {
        const process = authority().authority.initiate(alice, 2);
        expect(process.properties).toStrictEqual({
            id,
            status: "Active",
            createdAt: "2026-11-23T10:00:00.000Z",
            createdByDevice: alice.deviceId,
            gracePeriodEndsAt: "2026-11-25T10:00:00.000Z"
        });
    });

    test("takes the policy's default where no length is asked for", () => {
        const process = authority().authority.initiate(alice);
        expect(process.properties.gracePeriodEndsAt).toBe("2026-12-03T10:00:00.000Z");
    });

    test.each([1.99, 20.01, 0, -1, NaN])("refuses %p days, and says what is allowed", (length) => {
        const { authority: subject, nextProcessId } = authority();
        expect(() => subject.initiate(alice, length)).toThrow(
            IdentityDeletionError.invalidPropertyValue(
                "lengthOfGracePeriodInDays must be at least 2 and at most 20 days."
            )
        );
        expect(nextProcessId).not.toHaveBeenCalled();
    });

    test("cancels at the clock's present moment, for the device that asks", () => {
        const { authority: subject, clock } = authority();
        const process = subject.initiate(alice);
        clock.advance({ hours: 3 });
        expect(subject.cancel(alicesTablet, process).properties).toMatchObject({
            status: "Cancelled",
            cancelledAt: "2026-11-23T13:00:00.000Z",
            cancelledByDevice: alicesTablet.deviceId
        });
    });

    test("does not cancel when the grace period is over", () => {
        const { authority: subject, clock } = authority();
        const process = subject.initiate(alice);
        clock.advance({ days: 10 });
        expect(() => subject.cancel(alice, process)).toThrow(IdentityDeletionError.gracePeriodHasExpired());
    });
});
