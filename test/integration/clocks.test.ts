import fc from "fast-check";
import { DateTime } from "luxon";
import { ErrorCode, type Clock } from "../../src";
import { alice, createModule } from "../support/fixtures";
import { markOf } from "../support/pseudonymization/marks";
import { recordOf, storeWith } from "../support/records";
import { RecordingEventBus } from "../support/RecordingEventBus";
import { meaninglessThings } from "../support/thrownThings";

const running = () =>
    recordOf(alice, {
        status: "Active",
        createdAt: "2026-11-20T10:00:00.000Z",
        gracePeriodEndsAt: "2026-12-04T10:00:00.000Z"
    });

const brokenClocks: [string, () => unknown][] = [
    ["says nothing", () => undefined],
    ["says null", () => null],
    ["says a number", () => 0],
    ["says a Date of JavaScript", () => new Date()],
    ["says a moment that is none", () => DateTime.invalid("a test")],
    ["says a year beyond 9999", () => DateTime.fromMillis(253_402_300_800_000, { zone: "utc" })],
    ["says a year before 0", () => DateTime.fromMillis(-99_999_999_999_999, { zone: "utc" })],
    ...meaninglessThings.map(([name, thing]): [string, () => unknown] => [
        `throws ${name}`,
        () => {
            throw thing();
        }
    ])
];

describe("A clock", () => {
    describe.each(brokenClocks)("that %s", (_, now) => {
        test("fails what needs the time, and nothing is stored or published", async () => {
            const eventBus = new RecordingEventBus();
            const clock = { now } as Clock;
            // A store that was opened before: the first opening needs the time, too.
            const persistence = await storeWith(markOf(undefined));
            const free = await createModule({ persistence, clock, eventBus });
            const facade = free.module.forIdentity(alice).identityDeletionProcesses;
            expect(await facade.initiateIdentityDeletionProcess()).toBeAnError(ErrorCode.unknown);
            expect((await facade.getIdentityDeletionProcesses()).value).toEqual([]);

            const record = running();
            const inUse = await storeWith(markOf(undefined), record);
            const { module } = await createModule({ persistence: inUse, clock, eventBus });
            const { identityDeletionProcesses } = module.forIdentity(alice);
            const cancelled = await identityDeletionProcesses.cancelIdentityDeletionProcess();
            expect(cancelled.isError).toBe(true);
            expect(await inUse.list(alice.address)).toStrictEqual([record]);
            expect(eventBus.events).toEqual([]);
        });

        test("does not keep anybody from reading", async () => {
            const { module } = await createModule({
                persistence: await storeWith(markOf(undefined), running()),
                clock: { now } as Clock
            });
            const facade = module.forIdentity(alice).identityDeletionProcesses;
            expect(await facade.getActiveIdentityDeletionProcess()).toBeSuccessful();
            expect(await facade.getIdentityDeletionProcesses()).toBeSuccessful();
        });
    });

    test.each(["Asia/Kathmandu", "America/New_York", "Pacific/Kiritimati", "UTC-11"])(
        "of the zone %s still makes dates in UTC",
        async (zone) => {
            const moment = DateTime.fromISO("2026-11-23T10:00:00.123Z", { zone });
            const { module } = await createModule({ clock: { now: () => moment } });
            const facade = module.forIdentity(alice).identityDeletionProcesses;
            await facade.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 200 });
            expect((await facade.cancelIdentityDeletionProcess()).value).toMatchObject({
                createdAt: "2026-11-23T10:00:00.123Z",
                gracePeriodEndsAt: "2027-06-11T10:00:00.123Z",
                cancelledAt: "2026-11-23T10:00:00.123Z"
            });
        }
    );

    test("of another language and calendar still makes the same dates", async () => {
        const moment = DateTime.fromISO("2026-11-23T10:00:00.000Z").reconfigure({
            locale: "ar-EG",
            numberingSystem: "arab",
            outputCalendar: "islamic"
        });
        const { module } = await createModule({ clock: { now: () => moment } });
        const { value } = await module.forIdentity(alice).identityDeletionProcesses.initiateIdentityDeletionProcess();
        expect([value.createdAt, value.gracePeriodEndsAt]).toEqual([
            "2026-11-23T10:00:00.000Z",
            "2026-12-07T10:00:00.000Z"
        ]);
    });

    test("that jumps back lets a process be cancelled before it was created, and lists by what it said", async () => {
        const { module, clock } = await createModule();
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        const first = (await facade.initiateIdentityDeletionProcess()).value;
        clock.advance({ days: -3 });
        const cancelled = (await facade.cancelIdentityDeletionProcess()).value;
        expect(cancelled).toMatchObject({ id: first.id, cancelledAt: "2026-11-20T10:00:00.000Z" });
        const second = (await facade.initiateIdentityDeletionProcess()).value;
        expect((await facade.getIdentityDeletionProcesses()).value).toStrictEqual([second, cancelled]);
    });

    test("that jumps back before the end lets a process be cancelled again", async () => {
        const { module, clock } = await createModule();
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        await facade.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 });
        clock.advance({ days: 2 });
        expect(await facade.cancelIdentityDeletionProcess()).toBeAnError(ErrorCode.gracePeriodHasExpired);
        clock.advance({ days: -2 });
        expect(await facade.cancelIdentityDeletionProcess()).toBeSuccessful();
    });

    test("that does not move lets processes be listed in the order in which they were initiated", async () => {
        const { module } = await createModule();
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        const ids: string[] = [];
        for (let count = 0; count < 50; count++) {
            ids.push((await facade.initiateIdentityDeletionProcess()).value.id);
            await facade.cancelIdentityDeletionProcess();
        }
        expect((await facade.getIdentityDeletionProcesses()).value.map(({ id }) => id)).toEqual(ids);
    });
});

describe("The end of the grace period", () => {
    test("is a boundary to the millisecond, for any length that the policy allows", async () => {
        await fc.assert(
            fc.asyncProperty(fc.double({ min: 0, minExcluded: true, max: 365, noNaN: true }), async (length) => {
                const { module, clock } = await createModule();
                const facade = module.forIdentity(alice).identityDeletionProcesses;
                const { value } = await facade.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: length });
                clock.set(value.gracePeriodEndsAt);
                expect(await facade.cancelIdentityDeletionProcess()).toBeAnError(ErrorCode.gracePeriodHasExpired);
                expect((await facade.getActiveIdentityDeletionProcess()).value).toStrictEqual(value);
                clock.advance({ milliseconds: -1 });
                expect(await facade.cancelIdentityDeletionProcess()).toBeSuccessful();
            }),
            { numRuns: 200 }
        );
    });

    test.each<[number, string]>([
        [1 / 86_400_000, "2026-11-23T10:00:00.001Z"],
        [0.4 / 86_400_000, "2026-11-23T10:00:00.001Z"],
        [Number.MIN_VALUE, "2026-11-23T10:00:00.001Z"],
        [0.25, "2026-11-23T16:00:00.000Z"],
        [365, "2027-11-23T10:00:00.000Z"]
    ])("of %p days is %s", async (lengthOfGracePeriodInDays, end) => {
        const { module } = await createModule();
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        const { value } = await facade.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays });
        expect(value.gracePeriodEndsAt).toBe(end);
    });

    test("follows the host's policy", async () => {
        const { module } = await createModule({
            gracePeriod: { defaultInDays: 30, minimumInDays: 7, maximumInDays: 60 }
        });
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        for (const lengthOfGracePeriodInDays of [6.9, 60.1, 0, -7]) {
            const refused = await facade.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays });
            expect(refused).toBeAnError(ErrorCode.invalidPropertyValue);
            expect(refused.error.message).toBe("lengthOfGracePeriodInDays must be at least 7 and at most 60 days.");
        }
        const { value } = await facade.initiateIdentityDeletionProcess();
        expect(value.gracePeriodEndsAt).toBe("2026-12-23T10:00:00.000Z");
    });
});
