import { ErrorCode } from "../../../../src";
import { LocalAuthority } from "../../../../src/adapters/local/LocalAuthority";
import { GracePeriodPolicy } from "../../../../src/domain/GracePeriodPolicy";
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
    test("begins a process now, for this device, of the length that was asked for", async () => {
        const process = await authority().authority.initiate(alice, 2);
        expect(process.properties).toStrictEqual({
            id,
            status: "Active",
            createdAt: "2026-11-23T10:00:00.000Z",
            createdByDevice: alice.deviceId,
            gracePeriodEndsAt: "2026-11-25T10:00:00.000Z"
        });
    });

    test("takes the policy's default where no length is asked for", async () => {
        const process = await authority().authority.initiate(alice);
        expect(process.properties.gracePeriodEndsAt).toBe("2026-12-03T10:00:00.000Z");
    });

    test.each([1.99, 20.01, 0, -1, NaN])("refuses %p days, and says what is allowed", async (length) => {
        const { authority: subject, nextProcessId } = authority();
        await expect(subject.initiate(alice, length)).rejects.toMatchObject({
            code: ErrorCode.invalidPropertyValue,
            message: "lengthOfGracePeriodInDays must be at least 2 and at most 20 days."
        });
        expect(nextProcessId).not.toHaveBeenCalled();
    });

    test("cancels at the clock's present moment, for the device that asks", async () => {
        const { authority: subject, clock } = authority();
        const process = await subject.initiate(alice);
        clock.advance({ hours: 3 });
        expect((await subject.cancel(alicesTablet, process)).properties).toMatchObject({
            status: "Cancelled",
            cancelledAt: "2026-11-23T13:00:00.000Z",
            cancelledByDevice: alicesTablet.deviceId
        });
    });

    test("does not cancel when the grace period is over", async () => {
        const { authority: subject, clock } = authority();
        const process = await subject.initiate(alice);
        clock.advance({ days: 10 });
        await expect(subject.cancel(alice, process)).rejects.toMatchObject({ code: ErrorCode.gracePeriodHasExpired });
    });
});
