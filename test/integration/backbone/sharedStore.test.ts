import { ErrorCode, PersistenceError, type IdentityScope, type PersistencePort } from "../../../src";
import type { Fetch } from "../../../src/backbone";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { fetchFrom } from "../../../src/testing";
import { BackboneWorld, type DeviceUnderTest } from "../../support/backbone/BackboneWorld";
import { deathAt, dyingPersistence } from "../../support/backbone/dying";
import { altered, intercepting, once } from "../../support/backbone/intercepting";
import { alice, alicesTablet } from "../../support/fixtures";
import { markOf } from "../../support/pseudonymization/marks";
import { storeWith } from "../../support/records";

const none = ErrorCode.noActiveIdentityDeletionProcess;

describe("Two processes of the operating system with one store", () => {
    let world: BackboneWorld;
    let persistence: InMemoryPersistence;
    let honest: Fetch;
    beforeEach(() => {
        world = new BackboneWorld();
        persistence = new InMemoryPersistence();
        honest = fetchFrom(world.backbone);
    });
    afterEach(async () => await world.close());

    const other = async (options = {}): Promise<DeviceUnderTest> => await world.device(alice, persistence, options);
    const statuses = async ({ processes }: DeviceUnderTest): Promise<string[]> =>
        (await processes.getIdentityDeletionProcesses()).value.map(({ status }) => status);

    test("both answer by the truth when the second settles what the first initiates", async () => {
        const second = await other();
        const fetch = intercepting(
            honest,
            once("POST DeletionProcesses", "after", async () => {
                expect(await second.processes.getActiveIdentityDeletionProcess()).toBeSuccessful();
            })
        );
        const first = await other({ fetch });
        const { value } = await first.processes.initiateIdentityDeletionProcess();
        expect((await second.processes.getActiveIdentityDeletionProcess()).value).toStrictEqual(value);
        expect([...first.bus.published, ...second.bus.published]).toHaveLength(1);
    });

    test("a command that was held up until the second took it for lost is known all the same", async () => {
        const second = await other();
        const fetch = intercepting(
            honest,
            once("POST DeletionProcesses", "before", async () => {
                world.clock.advance({ minutes: 1 });
                expect(await second.processes.getActiveIdentityDeletionProcess()).toBeAnError(none);
            })
        );
        const first = await other({ fetch });
        const { value } = await first.processes.initiateIdentityDeletionProcess();
        expect((await second.processes.getActiveIdentityDeletionProcess()).value).toStrictEqual(value);
        expect(await second.processes.cancelIdentityDeletionProcess()).toBeSuccessful();
        expect(world.open).toEqual([]);
    });

    test.each(["dropRequest", "serverError"] as const)(
        "it is known, too, where the Backbone cannot say who stays: %s",
        async (fault) => {
            const second = await other();
            const fetch = intercepting(
                honest,
                once("POST DeletionProcesses", "before", async () => {
                    world.clock.advance({ minutes: 1 });
                    expect(await second.processes.getActiveIdentityDeletionProcess()).toBeAnError(none);
                    world.backbone.failNext("list", fault);
                })
            );
            const first = await other({ fetch });
            const { value } = await first.processes.initiateIdentityDeletionProcess();
            expect((await second.processes.getActiveIdentityDeletionProcess()).value).toStrictEqual(value);
        }
    );

    test("a command that waited for a token until the second took it for lost is not sent", async () => {
        const second = await other();
        const first = await other({
            fetch: intercepting(
                honest,
                once("POST DeletionProcesses", "after", async () => {
                    world.clock.advance({ minutes: 1 });
                    expect(await second.processes.getActiveIdentityDeletionProcess()).toBeAnError(none);
                })
            )
        });
        // The first attempt is refused, and so late that the intent is renewed before the second.
        world.backbone.failNext("initiate", "expireToken");
        expect(await first.processes.initiateIdentityDeletionProcess()).toBeSuccessful();
        expect(world.open).toHaveLength(1);
        expect(await statuses(first)).toEqual(["Active"]);
    });

    test("both cancel at once, and it is cancelled once", async () => {
        const second = await other();
        await second.processes.initiateIdentityDeletionProcess();
        const fetch = intercepting(
            honest,
            once("PUT Cancel", "after", async () => {
                expect(await second.processes.cancelIdentityDeletionProcess()).toBeAnError(none);
            })
        );
        const first = await other({ fetch });
        expect((await first.processes.cancelIdentityDeletionProcess()).value.status).toBe("Cancelled");
        expect(await statuses(second)).toEqual(["Cancelled"]);
        const told = [...second.bus.published, ...first.bus.published].map(({ data }) => data.status);
        expect(told).toEqual(["Active", "Cancelled"]);
    });

    test("the first cancels although the second has died over its own cancel meanwhile", async () => {
        const before = await other();
        await before.processes.initiateIdentityDeletionProcess();
        const fetch = intercepting(
            honest,
            once("PUT Cancel", "after", async () => {
                let die = (): void => undefined;
                const dead = new Promise<void>((resolve) => (die = resolve));
                // Before and after the write of its intent.
                const dying = await world.device(alice, dyingPersistence(persistence, deathAt(1, die)));
                world.forget(dying.module);
                void dying.processes.cancelIdentityDeletionProcess();
                await dead;
            })
        );
        const first = await other({ fetch });
        const { value } = await first.processes.cancelIdentityDeletionProcess();
        expect(value).toMatchObject({ status: "Cancelled", cancelledByDevice: alice.deviceId });
        expect(await before.processes.getActiveIdentityDeletionProcess()).toBeAnError(none);
        expect((await persistence.findCurrent(alice.address)).length).toBe(0);
    });

    test("the second waits for what the first has in flight before it answers", async () => {
        let answer = (): void => undefined;
        let asked = (): void => undefined;
        const answered = new Promise<void>((resolve) => (answer = resolve));
        const hasAsked = new Promise<void>((resolve) => (asked = resolve));
        let sent = (): void => undefined;
        const isSent = new Promise<void>((resolve) => (sent = resolve));
        const first = await other({
            fetch: intercepting(
                honest,
                once("POST DeletionProcesses", "before", () => {
                    sent();
                    return answered;
                })
            )
        });
        const second = await other({
            waitForOthersInMs: 5_000,
            fetch: intercepting(
                honest,
                once("GET DeletionProcesses", "after", () => asked())
            )
        });
        const initiating = first.processes.initiateIdentityDeletionProcess();
        await isSent;
        const reading = second.processes.getActiveIdentityDeletionProcess();
        await hasAsked;
        answer();
        const { value } = await initiating;
        expect((await reading).value).toStrictEqual(value);
    });

    test("what another device has put in the place of the process is what a cancel means", async () => {
        const phone = await other();
        const tablet = await world.device(alicesTablet);
        await phone.processes.initiateIdentityDeletionProcess();
        await tablet.processes.cancelIdentityDeletionProcess();
        world.clock.advance({ minutes: 1 });
        const { id } = (await tablet.processes.initiateIdentityDeletionProcess()).value;
        expect((await phone.processes.cancelIdentityDeletionProcess()).value.id).toBe(id);
        expect(world.open).toEqual([]);
    });

    test("a process that the Backbone has forgotten is no longer active, and in the history", async () => {
        const phone = await other();
        const tablet = await world.device(alicesTablet);
        await phone.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 60 });
        await tablet.processes.cancelIdentityDeletionProcess();
        world.clock.advance({ days: 31 });
        expect(await phone.processes.cancelIdentityDeletionProcess()).toBeAnError(none);
        expect(await statuses(phone)).toEqual(["Cancelled"]);
    });

    test("an answer is lost while the deletion begins, and the person is told that it is too late", async () => {
        const phone = await other();
        await phone.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 });
        world.clock.set("2026-11-24T09:59:00.000Z");
        await phone.scope.backbone!.synchronize();
        for (const fault of [undefined, "dropRequest"] as const) {
            world.clock.set("2026-11-24T10:00:00.000Z");
            world.backbone.runJobs("begins");
            if (fault !== undefined) world.backbone.failNext("cancel", fault);
            expect(await phone.processes.cancelIdentityDeletionProcess()).toBeAnError(ErrorCode.gracePeriodHasExpired);
        }
    });

    test("a cancel whose request is lost while the deletion begins says that it is too late", async () => {
        const phone = await other({
            fetch: intercepting(
                honest,
                once("PUT Cancel", "before", () => {
                    world.clock.set("2026-11-24T10:00:00.000Z");
                    world.backbone.runJobs("begins");
                })
            )
        });
        await phone.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 });
        world.clock.set("2026-11-24T09:59:00.000Z");
        await phone.scope.backbone!.synchronize();
        world.backbone.failNext("cancel", "dropRequest");
        expect(await phone.processes.cancelIdentityDeletionProcess()).toBeAnError(ErrorCode.gracePeriodHasExpired);
    });

    test("an event is a reason to look, whatever it says", async () => {
        const phone = await other();
        const { backbone } = phone.scope;
        const told = async (event: unknown) => await backbone!.externalEventReceived(event as never);
        await phone.processes.initiateIdentityDeletionProcess();
        expect(await told({ deletionProcessId: world.open[0].id })).toBeSuccessful();
        expect(await told({})).toBeSuccessful();
        expect(await told(undefined)).toBeSuccessful();
        expect(await told({ deletionProcessId: "IDPanothers000000001" })).toBeAnError(ErrorCode.recordNotFound);
        expect(await told({ deletionProcessId: "anothers" })).toBeAnError(ErrorCode.invalidPropertyValue);
    });

    test("a synchronisation says that an outcome is not known yet", async () => {
        const { processes, scope } = await other();
        world.backbone.failNext("initiate", "dropRequest");
        await processes.initiateIdentityDeletionProcess();
        expect(await scope.backbone!.synchronize()).toBeAnError(ErrorCode.outcomeIsNotKnownYet);
    });
});

describe("A store that does not do its part", () => {
    const world = new BackboneWorld();
    afterAll(async () => await world.close());

    const overAltered = async (
        instead: Parameters<typeof altered>[1],
        store?: PersistencePort
    ): Promise<DeviceUnderTest> =>
        await world.device(alice, altered(store ?? (await storeWith(markOf(undefined))), instead));

    beforeEach(async () => {
        const { processes } = await world.device();
        await processes.cancelIdentityDeletionProcess();
    });

    test("keeps a command from being sent where the intent cannot be stored", async () => {
        const requests = world.requests("initiate");
        const { processes } = await overAltered((method) =>
            method === "insert"
                ? () => Promise.reject(new PersistenceError("unavailable", "The disk is full."))
                : undefined
        );
        expect(await processes.initiateIdentityDeletionProcess()).toBeAnError(ErrorCode.storeUnavailable);
        expect(world.requests("initiate")).toBe(requests);
    });

    test.each<[string, (scope: IdentityScope) => Promise<unknown>]>([
        ["initiate", (scope) => scope.identityDeletionProcesses.initiateIdentityDeletionProcess()],
        ["cancel", (scope) => scope.identityDeletionProcesses.cancelIdentityDeletionProcess()],
        ["synchronize", (scope) => scope.backbone!.synchronize()]
    ])("and says of every write that another was faster does not keep %s going for ever", async (command, act) => {
        const tablet = await world.device(alicesTablet);
        if (command !== "initiate") await tablet.processes.initiateIdentityDeletionProcess();
        const { scope } = await overAltered((method) =>
            method === "insert" || method === "update"
                ? () => Promise.reject(new PersistenceError("slotTaken", "It is taken."))
                : undefined
        );
        expect(await act(scope)).toBeAnError(ErrorCode.storeIsCorrupt);
    });

    test("and calls every settling stale does not keep a command going for ever", async () => {
        const store = new InMemoryPersistence();
        const { processes } = await overAltered(
            (method, [record]) =>
                method === "update" && !(record as { unsettled: boolean }).unsettled
                    ? () => Promise.reject(new PersistenceError("staleRevision", "It is stale."))
                    : undefined,
            store
        );
        const sound = await world.device(alice, store);
        await sound.processes.initiateIdentityDeletionProcess();
        expect(await processes.cancelIdentityDeletionProcess()).toBeAnError(ErrorCode.storeIsCorrupt);
        // It was carried out, and the intent is there for the next caller.
        expect(await sound.processes.getActiveIdentityDeletionProcess()).toBeAnError(none);
    });

    test("and answers with another Identity's record is corrupt", async () => {
        const { processes } = await overAltered((method) =>
            method === "findCurrent"
                ? async () => [
                      {
                          key: "k",
                          identityKey: "did:e:somebody.else",
                          slot: "did:e:somebody.else",
                          lookup: "did:e:somebody.else#k",
                          revision: 1,
                          createdAt: "2026-11-23T10:00:00.000Z",
                          dueAt: null,
                          unsettled: true,
                          data: { authority: "backbone", intents: ["no intent"] }
                      }
                  ]
                : undefined
        );
        expect(await processes.getActiveIdentityDeletionProcess()).toBeAnError(ErrorCode.storeIsCorrupt);
    });

    test("and says of the mark of a deleted Identity that another was faster does not keep a call going for ever", async () => {
        const own = new BackboneWorld();
        const device = await own.device(alicesTablet);
        await device.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 });
        own.clock.advance({ days: 2 });
        own.backbone.runJobs();
        const refusing = async (kind: "slotTaken" | "unavailable"): Promise<PersistencePort> =>
            altered(await storeWith(markOf(undefined)), (method) =>
                method === "insert" ? () => Promise.reject(new PersistenceError(kind, "No.")) : undefined
            );
        const stale = await own.device(alice, await refusing("slotTaken"));
        expect(await stale.scope.backbone!.synchronize()).toBeAnError(ErrorCode.storeIsCorrupt);
        const broken = await own.device(alice, await refusing("unavailable"));
        expect(await broken.scope.backbone!.synchronize()).toBeAnError(ErrorCode.storeUnavailable);
        await own.close();
    });

    test.each(["initiate", "cancel", "withdraw", "mark"])("and breaks while it settles says so: %s", async (what) => {
        const own = new BackboneWorld();
        let isBroken = false;
        const store = new InMemoryPersistence();
        const port = altered(store, (method) =>
            isBroken && method !== "findCurrent" && method !== "insert"
                ? () => Promise.reject(new PersistenceError("unavailable", "The disk is gone."))
                : undefined
        );
        const sound = await own.device(alice, store);
        const { processes } = await own.device(alice, port);
        if (what === "cancel") await processes.initiateIdentityDeletionProcess();
        const fault = { initiate: undefined, cancel: undefined, withdraw: "forbid", mark: "dropRequest" } as const;
        const expected = fault[what as keyof typeof fault];
        if (expected !== undefined) own.backbone.failNext("initiate", expected);
        own.backbone.chooseFault = (kind) => {
            isBroken ||= kind === "initiate" || kind === "cancel" || expected !== undefined;
            return undefined;
        };
        if (what !== "initiate" && what !== "cancel") isBroken = true;
        if (what === "cancel") {
            expect(await processes.cancelIdentityDeletionProcess()).toBeAnError(ErrorCode.storeUnavailable);
        } else {
            expect(await processes.initiateIdentityDeletionProcess()).toBeAnError(ErrorCode.storeUnavailable);
        }
        isBroken = false;
        own.backbone.chooseFault = undefined;
        own.clock.advance({ minutes: 1 });
        const active = await sound.processes.getActiveIdentityDeletionProcess();
        expect(active.isSuccess ? active.value.id : active.error.code).toBe(own.open[0]?.id ?? none);
        await own.close();
    });
});
