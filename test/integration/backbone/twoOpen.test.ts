import { ErrorCode } from "../../../src";
import { BackboneWorld } from "../../support/backbone/BackboneWorld";
import { alice, alicesTablet } from "../../support/fixtures";
import { InMemoryBackbone } from "../../../src/testing";

describe("A Backbone that lets an Identity have two processes", () => {
    test("is shown with one at a time, and both can be cancelled", async () => {
        const world = new BackboneWorld();
        world.backbone.enforcesOneActive = false;
        const phone = await world.device(alice);
        const tablet = await world.device(alicesTablet);
        const first = (await phone.processes.initiateIdentityDeletionProcess()).value;
        const second = (await tablet.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 3 })).value;
        expect(world.open).toHaveLength(2);

        // What this device knew stays; the other stands next to it, and each look asks again.
        expect((await phone.scope.backbone!.synchronize()).value).toStrictEqual(first);
        const lists = world.requests("list");
        expect((await phone.processes.getActiveIdentityDeletionProcess()).value).toStrictEqual(first);
        expect(world.requests("list")).toBe(lists + 1);

        expect((await phone.processes.cancelIdentityDeletionProcess()).value.id).toBe(first.id);
        expect((await phone.processes.getActiveIdentityDeletionProcess()).value).toStrictEqual(second);
        expect((await phone.processes.cancelIdentityDeletionProcess()).value.id).toBe(second.id);
        expect(await phone.processes.getActiveIdentityDeletionProcess()).toBeAnError(
            ErrorCode.noActiveIdentityDeletionProcess
        );
        expect(world.open).toEqual([]);
        expect(phone.bus.published.map(({ data }) => [data.id, data.status])).toEqual([
            [first.id, "Active"],
            [first.id, "Cancelled"],
            [second.id, "Active"],
            [second.id, "Cancelled"]
        ]);
        await world.close();
    });

    test("is shown first with the one that ends first, where both are another device's", async () => {
        const world = new BackboneWorld();
        world.backbone.enforcesOneActive = false;
        const [tablet, other] = [await world.device(alicesTablet), await world.device(alicesTablet)];
        await tablet.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 9 });
        const urgent = await other.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 3 });
        const phone = await world.device(alice);
        expect((await phone.scope.backbone!.synchronize()).value).toStrictEqual(urgent.value);
        await world.close();
    });
});

describe(InMemoryBackbone.name, () => {
    test("sends reminders when their time has come, and deletes at the end of the grace period", async () => {
        const world = new BackboneWorld();
        const { processes } = await world.device();
        await processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 11 });
        const shown = (): Record<string, string | null> => world.backbone.processesOf(alice.address)[0];
        world.clock.advance({ days: 1 });
        world.backbone.runJobs();
        expect(shown()).toStrictEqual({
            id: expect.stringMatching(/^IDP[A-Za-z0-9]{17}$/),
            status: "Active",
            createdAt: "2026-11-23T10:00:00.000Z",
            createdByDevice: alice.deviceId,
            approvedAt: "2026-11-23T10:00:00.000Z",
            approvedByDevice: alice.deviceId,
            gracePeriodEndsAt: "2026-12-04T10:00:00.000Z",
            gracePeriodReminder1SentAt: null,
            gracePeriodReminder2SentAt: "2026-11-24T10:00:00.000Z",
            gracePeriodReminder3SentAt: null
        });
        world.clock.advance({ days: 9, hours: 23 });
        world.backbone.runJobs();
        expect(shown()).toMatchObject({ status: "Active", gracePeriodReminder3SentAt: "2026-12-04T09:00:00.000Z" });
        world.clock.advance({ hours: 1 });
        world.backbone.runJobs();
        expect(shown().status).toBe("Deleting");
        await world.close();
    });
});
