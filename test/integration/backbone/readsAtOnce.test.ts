import { ErrorCode, IdentityDeletionModule } from "../../../src";
import { fetchFrom, FixedClock } from "../../../src/testing";
import { BackboneWorld, type DeviceUnderTest } from "../../support/backbone/BackboneWorld";
import { intercepting, once } from "../../support/backbone/intercepting";
import { alice } from "../../support/fixtures";

describe("Reads that come at the same moment", () => {
    let world: BackboneWorld;
    beforeEach(() => (world = new BackboneWorld()));
    afterEach(async () => await world.close());

    type Answer = Awaited<ReturnType<DeviceUnderTest["processes"]["getActiveIdentityDeletionProcess"]>>;

    test("ask the Backbone once for all of them, where the copy cannot know", async () => {
        const { processes } = await world.device();
        await processes.initiateIdentityDeletionProcess();
        world.clock.advance({ days: 14, minutes: 1 });
        const asked = world.requests("list");
        const reads = Array.from({ length: 5 }, async () => await processes.getActiveIdentityDeletionProcess());
        const answers = (await Promise.all(reads)).map((answer) =>
            answer.isSuccess ? answer.value : answer.error.code
        );
        expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
        expect(world.requests("list")).toBe(asked + 1);
    });

    test("ask once, too, where this machine's clock is ahead, and the Backbone says that the process is active still", async () => {
        const { persistence, module: first, processes } = await world.device();
        const { value } = await processes.initiateIdentityDeletionProcess();
        world.forget(first);
        await first.close();
        const clock = new FixedClock();
        clock.advance({ days: 14, minutes: 1 });
        const module = await IdentityDeletionModule.create({ persistence, authority: world.authority(), clock });
        const ahead = module.forIdentity(alice).identityDeletionProcesses;
        const asked = world.requests("list");
        const reads = Array.from({ length: 5 }, async () => await ahead.getActiveIdentityDeletionProcess());
        for (const answer of await Promise.all(reads)) expect(answer.value).toStrictEqual(value);
        expect(world.requests("list")).toBe(asked + 1);
        await module.close();
    });

    test("wait for a command that is on its way, and then need no question", async () => {
        let read: Promise<Answer> | undefined;
        const fetch = intercepting(
            fetchFrom(world.backbone),
            once("POST DeletionProcesses", "before", async () => {
                read = processes.getActiveIdentityDeletionProcess();
                // It finds the command, whose outcome is not known, and waits.
                await new Promise(setImmediate);
            })
        );
        const { processes } = await world.device(undefined, undefined, { fetch });
        const asked = world.requests("list");
        const { value } = await processes.initiateIdentityDeletionProcess();
        const askedForTheTime = world.requests("list") - asked;
        expect((await read!).value).toStrictEqual(value);
        expect(world.requests("list") - asked).toBe(askedForTheTime);
    });
});

describe("A call that the host may end", () => {
    test("says why the login was refused where it was not ended", async () => {
        const world = new BackboneWorld();
        const { module } = await world.device();
        const { signal } = new AbortController();
        const { identityDeletionProcesses } = module.forIdentity(alice, { signal });
        world.backbone.changePassword(alice.deviceId, "changed");
        expect(await identityDeletionProcesses.initiateIdentityDeletionProcess()).toBeAnError(
            ErrorCode.invalidCredentials
        );
        await world.close();
    });
});
