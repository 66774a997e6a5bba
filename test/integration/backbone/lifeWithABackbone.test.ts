import { ErrorCode } from "../../../src";
import { BackboneServer } from "../../../src/testing/backbone";
import { BackboneWorld } from "../../support/backbone/BackboneWorld";
import { alice, alicesTablet } from "../../support/fixtures";

describe("A Backbone as the authority", () => {
    test("decides over real HTTP, with one request for each command and none for get active", async () => {
        const world = new BackboneWorld();
        const server = await BackboneServer.start(world.backbone);
        const over = { url: server.url, allowUnencrypted: true, fetch: undefined };
        const { processes, bus } = await world.device(alice, undefined, over);
        try {
            const initiated = await processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 7 });
            expect(initiated).toBeSuccessful();
            expect(initiated.value).toStrictEqual({
                id: expect.stringMatching(/^IDP[A-Za-z0-9]{17}$/),
                status: "Active",
                createdAt: "2026-11-23T10:00:00.000Z",
                createdByDevice: alice.deviceId,
                gracePeriodEndsAt: "2026-11-30T10:00:00.000Z"
            });
            expect((await processes.getActiveIdentityDeletionProcess()).value).toStrictEqual(initiated.value);
            world.clock.advance({ days: 1 });
            const cancelled = await processes.cancelIdentityDeletionProcess();
            expect(cancelled).toBeSuccessful();
            expect(cancelled.value).toStrictEqual({
                ...initiated.value,
                status: "Cancelled",
                cancelledAt: "2026-11-24T10:00:00.000Z",
                cancelledByDevice: alice.deviceId
            });
            expect(await processes.getActiveIdentityDeletionProcess()).toBeAnError(
                ErrorCode.noActiveIdentityDeletionProcess
            );
            const id = initiated.value.id;
            expect((await processes.getIdentityDeletionProcess({ id })).value).toStrictEqual(cancelled.value);
            expect((await processes.getIdentityDeletionProcesses()).value).toStrictEqual([cancelled.value]);
            expect(bus.published.map(({ data }) => data)).toStrictEqual([initiated.value, cancelled.value]);
            // The token of the first day is no longer good on the second.
            expect(world.backbone.log.map(({ kind }) => kind)).toEqual([
                "token",
                "initiate",
                "cancel",
                "token",
                "cancel"
            ]);
        } finally {
            await world.close();
            await server.stop();
        }
    });

    test("sends exactly one request for fifty concurrent initiates on a device", async () => {
        const world = new BackboneWorld();
        const { processes, bus } = await world.device();
        const results = await Promise.all(
            Array.from({ length: 50 }, () => processes.initiateIdentityDeletionProcess())
        );
        expect(results.filter(({ isSuccess }) => isSuccess)).toHaveLength(1);
        for (const result of results.filter(({ isError }) => isError)) {
            expect(result).toBeAnError(ErrorCode.activeIdentityDeletionProcessAlreadyExists);
        }
        expect(world.requests("initiate")).toBe(1);
        expect(world.requests("list")).toBe(0);
        expect(world.requests("token")).toBe(1);
        expect(bus.published).toHaveLength(1);
        await world.close();
    });

    test("leaves an absent length to the Backbone, and sends nothing that the host's policy refuses", async () => {
        const world = new BackboneWorld();
        const { processes } = await world.device();
        expect(await processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 366 })).toBeAnError(
            ErrorCode.invalidPropertyValue
        );
        expect(world.backbone.log).toEqual([]);
        const { value } = await processes.initiateIdentityDeletionProcess();
        expect(value.gracePeriodEndsAt).toBe("2026-12-07T10:00:00.000Z");
        await world.close();
    });

    test("sees what another device did before it cancels, initiates or is told of it", async () => {
        const world = new BackboneWorld();
        const phone = await world.device(alice);
        const tablet = await world.device(alicesTablet);
        const first = (await phone.processes.initiateIdentityDeletionProcess()).value;

        const cancelled = (await tablet.processes.cancelIdentityDeletionProcess()).value;
        expect(cancelled).toMatchObject({
            id: first.id,
            status: "Cancelled",
            cancelledByDevice: alicesTablet.deviceId
        });
        expect(tablet.bus.published.map(({ data }) => data.status)).toEqual(["Active", "Cancelled"]);

        const second = await phone.processes.initiateIdentityDeletionProcess();
        expect(second).toBeSuccessful();
        expect((await phone.processes.getIdentityDeletionProcess({ id: first.id })).value).toStrictEqual({
            ...first,
            status: "Cancelled"
        });
        expect(phone.bus.published.map(({ data }) => data.status)).toEqual(["Active", "Cancelled", "Active"]);

        const told = await tablet.scope.backbone!.externalEventReceived({ deletionProcessId: second.value.id });
        expect(told.value).toStrictEqual(second.value);
        expect((await tablet.processes.getActiveIdentityDeletionProcess()).value).toStrictEqual(second.value);
        expect(await tablet.processes.initiateIdentityDeletionProcess()).toBeAnError(
            ErrorCode.activeIdentityDeletionProcessAlreadyExists
        );
        expect(world.open).toHaveLength(1);
        await world.close();
    });

    test("follows a replacement by another device, and keeps the history", async () => {
        const world = new BackboneWorld();
        const phone = await world.device(alice);
        const tablet = await world.device(alicesTablet);
        const first = (await phone.processes.initiateIdentityDeletionProcess()).value;
        await tablet.processes.cancelIdentityDeletionProcess();
        world.clock.advance({ minutes: 1 });
        const second = (await tablet.processes.initiateIdentityDeletionProcess()).value;

        expect((await phone.scope.backbone!.synchronize()).value).toStrictEqual(second);
        expect((await phone.processes.getActiveIdentityDeletionProcess()).value).toStrictEqual(second);
        expect((await phone.processes.getIdentityDeletionProcesses()).value).toStrictEqual([
            { ...first, status: "Cancelled" },
            second
        ]);
        expect(phone.bus.published.map(({ data }) => [data.id, data.status])).toEqual([
            [first.id, "Active"],
            [first.id, "Cancelled"],
            [second.id, "Active"]
        ]);
        const before = phone.bus.published.length;
        await phone.scope.backbone!.synchronize();
        expect(phone.bus.published).toHaveLength(before);
        await world.close();
    });

    test("keeps in the history what the Backbone has forgotten", async () => {
        const world = new BackboneWorld();
        const { processes, scope } = await world.device();
        await processes.initiateIdentityDeletionProcess();
        const cancelled = (await processes.cancelIdentityDeletionProcess()).value;
        world.clock.advance({ days: 31 });
        expect(world.backbone.processesOf(alice.address)).toEqual([]);
        expect((await scope.backbone!.synchronize()).value).toBeUndefined();
        expect((await processes.getIdentityDeletionProcesses()).value).toStrictEqual([cancelled]);
        await world.close();
    });

    test("tells the end: deleting, then deleted, once, and no longer a wrong password", async () => {
        const world = new BackboneWorld();
        const { processes, bus, scope } = await world.device();
        const { id } = (await processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 })).value;
        // From the end on nobody can log in: what is still seen is seen with a token of before.
        world.clock.advance({ days: 1, minutes: -1 });
        expect(await scope.backbone!.synchronize()).toBeSuccessful();
        world.clock.advance({ minutes: 1, milliseconds: 1 });
        expect(await processes.getActiveIdentityDeletionProcess()).toBeSuccessful();
        expect(await processes.cancelIdentityDeletionProcess()).toBeAnError(ErrorCode.gracePeriodHasExpired);
        expect(await processes.getActiveIdentityDeletionProcess()).toBeSuccessful();

        world.backbone.runJobs("begins");
        expect(await processes.getActiveIdentityDeletionProcess()).toBeAnError(
            ErrorCode.noActiveIdentityDeletionProcess
        );
        expect(await processes.cancelIdentityDeletionProcess()).toBeAnError(ErrorCode.gracePeriodHasExpired);
        expect(await processes.initiateIdentityDeletionProcess()).toBeAnError(
            ErrorCode.activeIdentityDeletionProcessAlreadyExists
        );
        world.backbone.runJobs();
        world.backbone.expireTokens();
        expect(await scope.backbone!.synchronize()).toBeAnError(ErrorCode.identityIsDeleted);
        expect(await scope.backbone!.synchronize()).toBeAnError(ErrorCode.identityIsDeleted);
        expect(await processes.initiateIdentityDeletionProcess()).toBeAnError(ErrorCode.identityIsDeleted);
        expect(await processes.cancelIdentityDeletionProcess()).toBeAnError(ErrorCode.noActiveIdentityDeletionProcess);
        expect(await processes.getActiveIdentityDeletionProcess()).toBeAnError(
            ErrorCode.noActiveIdentityDeletionProcess
        );
        expect(bus.published.map(({ namespace, data }) => [namespace, data.status ?? data.deletionProcessId])).toEqual([
            ["transport.identityDeletionProcessStatusChanged", "Active"],
            ["transport.identityDeletionProcessStatusChanged", "Deleting"],
            ["transport.identityDeletionProcessStatusChanged", "Deleted"],
            ["transport.identityDeleted", id]
        ]);
        await world.close();
    });

    test("marks an Identity as deleted of whose process this device knew nothing", async () => {
        const world = new BackboneWorld();
        const phone = await world.device(alice);
        const tablet = await world.device(alicesTablet);
        await phone.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 });
        world.clock.advance({ days: 2 });
        world.backbone.runJobs();
        for (let time = 0; time < 2; time++) {
            expect(await tablet.processes.initiateIdentityDeletionProcess()).toBeAnError(ErrorCode.identityIsDeleted);
            expect(await tablet.processes.cancelIdentityDeletionProcess()).toBeAnError(
                ErrorCode.noActiveIdentityDeletionProcess
            );
        }
        expect((await tablet.processes.getIdentityDeletionProcesses()).value).toEqual([]);
        expect(tablet.bus.published.map(({ namespace }) => namespace)).toEqual(["transport.identityDeleted"]);
        await world.close();
    });
});
