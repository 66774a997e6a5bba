import { ErrorCode } from "../../../src";
import { IdentityDeletionModule } from "../../../src/di/IdentityDeletionModule";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { fetchFrom, FixedClock } from "../../../src/testing";
import { BackboneWorld } from "../../support/backbone/BackboneWorld";
import { intercepting, once } from "../../support/backbone/intercepting";
import { alice } from "../../support/fixtures";

describe("A device whose clock is wrong", () => {
    let world: BackboneWorld;
    let clock: FixedClock;
    let module: IdentityDeletionModule;

    async function deviceThatIsAhead(hours: number) {
        world = new BackboneWorld();
        clock = new FixedClock(world.clock.now().plus({ hours }).toISO()!);
        const persistence = new InMemoryPersistence();
        const authority = world.authority();
        module = await IdentityDeletionModule.create({ persistence, authority, clock });
        return module.forIdentity(alice).identityDeletionProcesses;
    }

    afterEach(async () => await module.close());

    test.each([36, -36])("leaves it to the Backbone whether the grace period is over: %d hours", async (hours) => {
        const processes = await deviceThatIsAhead(hours);
        const { value } = await processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 });
        expect(value.gracePeriodEndsAt).toBe("2026-11-24T10:00:00.000Z");
        expect((await processes.getActiveIdentityDeletionProcess()).value).toStrictEqual(value);
        expect(await processes.cancelIdentityDeletionProcess()).toBeSuccessful();

        await processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 });
        world.clock.advance({ days: 1, minutes: -1 });
        await module.forIdentity(alice).backbone!.synchronize();
        world.clock.advance({ minutes: 1, milliseconds: 1 });
        expect(await processes.cancelIdentityDeletionProcess()).toBeAnError(ErrorCode.gracePeriodHasExpired);
    });

    test.each([36, -36])("is not stuck when an answer is lost: %d hours", async (hours) => {
        const processes = await deviceThatIsAhead(hours);
        world.backbone.failNext("initiate", "dropResponse");
        const initiated = await processes.initiateIdentityDeletionProcess();
        // A clock so far ahead keeps it from recognising its own; that there is one it never denies.
        if (initiated.isError) {
            expect(initiated).toBeAnError(ErrorCode.activeIdentityDeletionProcessAlreadyExists);
        }
        expect((await processes.getActiveIdentityDeletionProcess()).value.id).toBe(world.open[0].id);
        expect(await processes.cancelIdentityDeletionProcess()).toBeSuccessful();
        expect(world.open).toEqual([]);
    });

    test("does not stay in doubt until a wrong time comes, once its clock is set back", async () => {
        const processes = await deviceThatIsAhead(24 * 365);
        world.backbone.failNext("initiate", "dropRequest");
        expect(await processes.initiateIdentityDeletionProcess()).toBeAnError(ErrorCode.outcomeIsNotKnownYet);
        clock.set(world.clock.now().toISO()!);
        expect(await processes.getActiveIdentityDeletionProcess()).toBeAnError(ErrorCode.outcomeIsNotKnownYet);
        clock.advance({ milliseconds: 9_000 });
        expect(await processes.getActiveIdentityDeletionProcess()).toBeAnError(ErrorCode.outcomeIsNotKnownYet);
        clock.advance({ milliseconds: 2_000 });
        expect(await processes.getActiveIdentityDeletionProcess()).toBeAnError(
            ErrorCode.noActiveIdentityDeletionProcess
        );
        expect(await processes.initiateIdentityDeletionProcess()).toBeSuccessful();
    });

    test("renews the intent of a command that leaves late, and is cancelled at that time", async () => {
        const processes = await deviceThatIsAhead(0);
        await processes.initiateIdentityDeletionProcess();
        const fetch = intercepting(
            fetchFrom(world.backbone),
            once("PUT Cancel", "after", () => clock.set("2026-11-23T11:00:00.000Z"))
        );
        const persistence = new InMemoryPersistence();
        const late = await IdentityDeletionModule.create({ persistence, authority: world.authority({ fetch }), clock });
        // The first attempt is refused, and an hour passes before the second.
        world.backbone.failNext("cancel", "expireToken");
        const cancelled = await late.forIdentity(alice).identityDeletionProcesses.cancelIdentityDeletionProcess();
        expect(cancelled.value.cancelledAt).toBe("2026-11-23T11:00:00.000Z");
        await late.close();
    });
});
