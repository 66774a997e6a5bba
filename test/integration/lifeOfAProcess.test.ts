import { ErrorCode } from "../../src";
import { alice, alicesTablet, bob, createModule } from "../support/fixtures";

describe("The life of an IdentityDeletionProcess", () => {
    test("is initiated, active, and cancelled by another device of the Identity", async () => {
        const { module, clock } = await createModule();
        const phone = module.forIdentity(alice).identityDeletionProcesses;
        const tablet = module.forIdentity(alicesTablet).identityDeletionProcesses;

        const initiated = await phone.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 7 });
        expect(initiated).toBeSuccessful();
        expect(initiated.value).toStrictEqual({
            id: expect.stringMatching(/^IDP[A-Za-z0-9]{17}$/),
            status: "Active",
            createdAt: "2026-11-23T10:00:00.000Z",
            createdByDevice: alice.deviceId,
            gracePeriodEndsAt: "2026-11-30T10:00:00.000Z"
        });
        expect((await tablet.getActiveIdentityDeletionProcess()).value).toStrictEqual(initiated.value);
        expect(await tablet.initiateIdentityDeletionProcess()).toBeAnError(
            ErrorCode.activeIdentityDeletionProcessAlreadyExists
        );

        clock.advance({ days: 1 });
        const cancelled = await tablet.cancelIdentityDeletionProcess();
        expect(cancelled.value).toStrictEqual({
            ...initiated.value,
            status: "Cancelled",
            cancelledAt: "2026-11-24T10:00:00.000Z",
            cancelledByDevice: alicesTablet.deviceId
        });
        expect(await phone.getActiveIdentityDeletionProcess()).toBeAnError(ErrorCode.noActiveIdentityDeletionProcess);
        expect(await phone.cancelIdentityDeletionProcess()).toBeAnError(ErrorCode.noActiveIdentityDeletionProcess);

        const second = await phone.initiateIdentityDeletionProcess();
        expect((await phone.getIdentityDeletionProcesses()).value).toStrictEqual([cancelled.value, second.value]);
        expect((await phone.getIdentityDeletionProcess({ id: cancelled.value.id })).value).toStrictEqual(
            cancelled.value
        );

        const stranger = module.forIdentity(bob).identityDeletionProcesses;
        expect((await stranger.getIdentityDeletionProcesses()).value).toStrictEqual([]);
        expect(await stranger.getIdentityDeletionProcess({ id: second.value.id })).toBeAnError(
            ErrorCode.recordNotFound
        );
    });
});
