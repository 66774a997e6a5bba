import { ErrorCode } from "../../../src";
import { BackboneWorld, credentialsOf, type DeviceUnderTest } from "../../support/backbone/BackboneWorld";
import { alice, alicesTablet } from "../../support/fixtures";

const { Active, Cancelled } = { Active: "Active", Cancelled: "Cancelled" } as const;

describe("A Backbone, where it is not what one would take it for,", () => {
    let world: BackboneWorld;
    let phone: DeviceUnderTest;

    beforeEach(async () => {
        world = new BackboneWorld();
        phone = await world.device();
    });

    afterEach(async () => await world.close());

    async function synchronize(): Promise<unknown> {
        const result = await phone.scope.backbone!.synchronize();
        return result.isSuccess ? result.value?.status : result.error.code;
    }

    /** A device that logs in in this way, with nothing in its store. */
    async function loggingInWith(changes: { username?: string; password?: string }): Promise<DeviceUnderTest> {
        const credentials = { ...credentialsOf(alice.deviceId), ...changes };
        return await world.device(alice, undefined, { credentialsOf: () => credentials });
    }

    test("takes a mistyped user name for wrong credentials, and not for a bad request", async () => {
        const { processes } = await loggingInWith({ username: "anna" });
        expect(await processes.initiateIdentityDeletionProcess()).toBeAnError(ErrorCode.invalidCredentials);
    });

    test("locks a login after the third wrong password, for ten minutes, and this is said", async () => {
        const { processes, scope } = await loggingInWith({ password: "wrong" });
        for (const code of ["invalidCredentials", "invalidCredentials", "logInIsLocked", "logInIsLocked"] as const) {
            expect(await processes.initiateIdentityDeletionProcess()).toBeAnError(ErrorCode[code]);
        }
        const { error } = await scope.backbone!.synchronize();
        expect(error.message).toContain("ten minutes");
        world.clock.advance({ minutes: 10 });
        expect(await phone.processes.initiateIdentityDeletionProcess()).toBeSuccessful();
    });

    test.each(["initiate", "synchronize"] as const)(
        "answers a token that has outlived its Identity with 'not found'; to %s says that it is deleted",
        async (what) => {
            await phone.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 });
            const tablet = await world.device(alicesTablet);
            world.clock.advance({ days: 1, minutes: -1 });
            expect(await tablet.scope.backbone!.synchronize()).toBeSuccessful();
            world.clock.advance({ minutes: 1 });
            world.backbone.runJobs();
            const result =
                what === "initiate"
                    ? await tablet.processes.initiateIdentityDeletionProcess()
                    : await tablet.scope.backbone!.synchronize();
            expect(result).toBeAnError(ErrorCode.identityIsDeleted);
        }
    );

    test.each(["initiate", "cancel", "synchronize"] as const)(
        "answers a device that was removed with 'not found'; to %s says so, and claims nothing about the Identity",
        async (what) => {
            const tablet = await world.device(alicesTablet);
            if (what === "cancel") await tablet.processes.initiateIdentityDeletionProcess();
            else await tablet.scope.backbone!.synchronize();
            world.backbone.removeDevice(alicesTablet.deviceId);
            const { processes, scope } = tablet;
            const calls = {
                initiate: () => processes.initiateIdentityDeletionProcess(),
                cancel: () => processes.cancelIdentityDeletionProcess(),
                synchronize: () => scope.backbone!.synchronize()
            };
            expect(await calls[what]()).toBeAnError(ErrorCode.deviceWasRemoved);
            expect(tablet.bus.published.filter(({ namespace }) => namespace === "transport.identityDeleted")).toEqual(
                []
            );
        }
    );

    test("may forget an Identity without ever saying that it is deleted: past its end that is not known", async () => {
        await phone.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 });
        world.clock.advance({ days: 1 });
        world.backbone.runJobs("losesTheIdentity");
        expect(await synchronize()).toBe(ErrorCode.processIsInDoubt);
        world.backbone.expireTokens();
        expect(await synchronize()).toBe(ErrorCode.processIsInDoubt);
        expect(await phone.processes.initiateIdentityDeletionProcess()).toBeAnError(ErrorCode.processIsInDoubt);
    });

    test("may forget after 731 days that it has deleted an Identity: past its end that is not known", async () => {
        await phone.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 });
        world.clock.advance({ days: 1 });
        world.backbone.runJobs();
        world.clock.advance({ days: 731 });
        expect(await synchronize()).toBe(ErrorCode.processIsInDoubt);
    });

    test("lets another client start a process that ends before it begins, and it is shown", async () => {
        const tablet = await world.device(alicesTablet);
        await tablet.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 2 });
        world.backbone.showAs = (process) => ({ ...process, gracePeriodEndsAt: "2026-11-22T10:00:00.000Z" });
        expect(await synchronize()).toBe(Active);
        expect((await phone.processes.getIdentityDeletionProcesses()).value).toMatchObject([
            { createdAt: "2026-11-23T10:00:00.000Z", gracePeriodEndsAt: "2026-11-22T10:00:00.000Z" }
        ]);
    });

    test("answers two cancellations at the same moment both with success, and each device takes its own for done", async () => {
        await phone.processes.initiateIdentityDeletionProcess();
        const tablet = await world.device(alicesTablet);
        await tablet.scope.backbone!.synchronize();
        for (const _ of [phone, tablet]) world.backbone.failNext("cancel", "atTheSameMoment");
        const results = await Promise.all(
            [phone, tablet].map(({ processes }) => processes.cancelIdentityDeletionProcess())
        );
        for (const result of results) expect(result.value).toMatchObject({ status: Cancelled });
        for (const { processes, bus, scope } of [phone, tablet]) {
            expect(await scope.backbone!.synchronize()).toBeSuccessful();
            expect((await processes.getIdentityDeletionProcesses()).value).toMatchObject([{ status: Cancelled }]);
            expect(bus.published.filter(({ data }) => (data as { status?: string }).status === Cancelled)).toHaveLength(
                1
            );
        }
        expect(world.requests("cancel")).toBe(2);
    });

    test("has processes of no device, which its support has started", async () => {
        world.backbone.initiateBySupport(alice.address);
        expect(await synchronize()).toBe(Active);
        const { value } = await phone.processes.getActiveIdentityDeletionProcess();
        expect(value).not.toHaveProperty("createdByDevice");
        expect(await phone.processes.cancelIdentityDeletionProcess()).toBeSuccessful();
    });

    describe("with processes in its list that cannot be read,", () => {
        test.each([
            ["a status that is a number", { status: 0 }],
            ["a date that does not exist", { createdAt: "2026-02-30T10:00:00.000Z" }],
            ["no end", { gracePeriodEndsAt: null }],
            ["a device that is none", { createdByDevice: 7 }]
        ])("an open one with %s is not known, never none, and can be cancelled", async (_, oddity) => {
            const tablet = await world.device(alicesTablet);
            await tablet.processes.initiateIdentityDeletionProcess();
            await tablet.processes.cancelIdentityDeletionProcess();
            const { id } = (await tablet.processes.initiateIdentityDeletionProcess()).value;
            world.backbone.showAs = (process) =>
                process.id === id && process.status === Active ? { ...process, ...oddity } : process;

            expect(await synchronize()).toBe(ErrorCode.processIsInDoubt);
            const { processes } = phone;
            expect(await processes.getActiveIdentityDeletionProcess()).toBeAnError(ErrorCode.processIsInDoubt);
            expect(await processes.initiateIdentityDeletionProcess()).toBeAnError(
                ErrorCode.activeIdentityDeletionProcessAlreadyExists
            );
            // The one that can be read is not hidden.
            const listed = (await processes.getIdentityDeletionProcesses()).value;
            expect(listed.filter(({ status }) => status === Cancelled)).toHaveLength(1);

            expect(await processes.cancelIdentityDeletionProcess()).toBeSuccessful();
            expect(world.open).toEqual([]);
        });

        test("an open one is known again as soon as it can be read", async () => {
            const tablet = await world.device(alicesTablet);
            const { value } = await tablet.processes.initiateIdentityDeletionProcess();
            world.backbone.showAs = (process) => ({ ...process, status: 0 });
            expect(await synchronize()).toBe(ErrorCode.processIsInDoubt);
            world.backbone.showAs = undefined;
            expect((await phone.processes.getActiveIdentityDeletionProcess()).value).toStrictEqual(value);
            expect(await synchronize()).toBe(Active);
        });

        test.each([
            ["a status that is a number", { status: 1 }],
            ["a date that does not exist", { createdAt: "2026-02-30T10:00:00.000Z" }]
        ])("a closed one with %s hides nothing and puts nothing in doubt", async (_, oddity) => {
            const tablet = await world.device(alicesTablet);
            await tablet.processes.initiateIdentityDeletionProcess();
            await tablet.processes.cancelIdentityDeletionProcess();
            world.backbone.showAs = (process) => (process.status === Cancelled ? { ...process, ...oddity } : process);
            expect(await synchronize()).toBeUndefined();
            expect(await phone.processes.initiateIdentityDeletionProcess()).toBeSuccessful();
            expect(await synchronize()).toBe(Active);
        });
    });

    describe("when it refuses a start because there is a process already,", () => {
        /** Another client on the same device: one that this module knows nothing of. */
        async function anotherClient(lengthOfGracePeriodInDays: number): Promise<void> {
            const other = await world.device(alice);
            await other.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays });
        }

        test("another client's of this very device is not taken for one's own: it has another length", async () => {
            await phone.scope.backbone!.synchronize();
            await anotherClient(14);
            expect(await phone.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 3 })).toBeAnError(
                ErrorCode.activeIdentityDeletionProcessAlreadyExists
            );
            expect((await phone.processes.getActiveIdentityDeletionProcess()).value.gracePeriodEndsAt).toBe(
                "2026-12-07T10:00:00.000Z"
            );
        });

        test("another client's of this very device is not taken for one's own: it is older than the command", async () => {
            await anotherClient(3);
            world.clock.advance({ milliseconds: 1 });
            await phone.scope.backbone!.synchronize();
            const fresh = await world.device(alice);
            expect(await fresh.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 3 })).toBeAnError(
                ErrorCode.activeIdentityDeletionProcessAlreadyExists
            );
        });

        test("one's own, sent twice on its way, is recognised whatever this device's clock says", async () => {
            world.backbone.failNext("initiate", "twice");
            const initiated = await phone.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 3 });
            expect(initiated.value.gracePeriodEndsAt).toBe("2026-11-26T10:00:00.000Z");
        });
    });
});
