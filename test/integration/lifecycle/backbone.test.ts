import { ErrorCode, IdentityDeletionModule } from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { Lifecycle } from "../../../src/lifecycle";
import { BackboneWorld } from "../../support/backbone/BackboneWorld";
import { RememberingBus } from "../../support/backbone/RememberingBus";
import { alice, alicesTablet } from "../../support/fixtures";
import { deleter, pseudonymKey, RecordingNotifier } from "../../support/lifecycle/LifecycleWorld";
import { jsonOf } from "../../../src/domain/record/StoredRecord";

describe("With a Backbone as the authority, the lifecycle", () => {
    const world = new BackboneWorld();
    const persistence = new InMemoryPersistence();
    const notifier = new RecordingNotifier();
    const bus = new RememberingBus();
    const deleted: string[] = [];
    const identityKey = pseudonymKey.identityKeyOf(alice.address);
    let fails = true;
    let lifecycle: Lifecycle;
    let module: IdentityDeletionModule<Lifecycle>;

    beforeAll(async () => {
        const configured = Lifecycle.configure({
            deleters: [
                deleter("files", async (address) => {
                    if (fails) throw new Error("no");
                    deleted.push(address);
                })
            ],
            notifier
        });
        const authority = world.authority();
        const { clock } = world;
        module = await IdentityDeletionModule.create({
            persistence,
            authority,
            clock,
            eventBus: bus,
            pseudonymKey,
            lifecycle: configured
        });
        ({ lifecycle } = module);
    });
    afterAll(async () => {
        await module.close();
        await world.close();
    });

    test("neither reminds nor deletes as long as the Backbone has not said that the Identity is deleted", async () => {
        const { identityDeletionProcesses } = module.forIdentity(alice);
        const initiate = (): ReturnType<typeof identityDeletionProcesses.initiateIdentityDeletionProcess> =>
            identityDeletionProcesses.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 14 });
        expect(await initiate()).toBeSuccessful();
        expect(await identityDeletionProcesses.cancelIdentityDeletionProcess()).toBeSuccessful();
        expect(await initiate()).toBeSuccessful();
        for (let day = 0; day < 20; day++) {
            world.clock.advance({ days: 1 });
            expect((await lifecycle.runDue()).found).toBe(0);
        }
        expect([deleted, notifier.reminders]).toStrictEqual([[], []]);
    });

    test("then deletes what this device keeps, with retries, and leaves a tombstone", async () => {
        world.backbone.runJobs();
        world.backbone.expireTokens();
        const { backbone } = module.forIdentity(alice);
        expect(await backbone!.synchronize()).toBeAnError(ErrorCode.identityIsDeleted);
        const events = bus.published.length;

        expect(await lifecycle.runDue()).toMatchObject({ found: 1, claimed: 1, failed: 1 });
        fails = false;
        world.clock.advance({ minutes: 1 });
        expect(await lifecycle.runDue()).toMatchObject({ found: 1, claimed: 0, deleted: 1 });
        expect(deleted).toStrictEqual([alice.address]);
        expect([notifier.reminders, notifier.notices]).toStrictEqual([[], []]);
        expect(bus.published).toHaveLength(events);
        expect(await persistence.list(identityKey)).toMatchObject([
            { slot: identityKey, dueAt: null, unsettled: false, createdAt: "0000-01-01T00:00:00.000Z" }
        ]);
        const [{ data }] = await persistence.list(identityKey);
        const { id } = jsonOf(data).process as { id: string };
        expect(data).toStrictEqual({ authority: "backbone", process: { id, status: "Deleted" } });
    });

    test("which the facade answers as any other", async () => {
        const { identityDeletionProcesses } = module.forIdentity(alicesTablet);
        const { value } = await identityDeletionProcesses.getIdentityDeletionProcesses();
        expect(value).toStrictEqual([{ id: expect.any(String), status: "Deleted" }]);
        const [{ id }] = value;
        expect((await identityDeletionProcesses.getIdentityDeletionProcess({ id })).value).toStrictEqual(value[0]);
        expect(await identityDeletionProcesses.initiateIdentityDeletionProcess()).toBeAnError(
            ErrorCode.identityIsDeleted
        );
        expect((await lifecycle.runDue()).found).toBe(0);
    });

    test("leaves the mark of an Identity of which no process was known unlisted", async () => {
        const store = new InMemoryPersistence();
        const configured = Lifecycle.configure({ deleters: [deleter("files")], notifier: "none" });
        const other = await IdentityDeletionModule.create({
            persistence: store,
            authority: world.authority(),
            clock: world.clock,
            pseudonymKey,
            lifecycle: configured
        });
        const clean = other.lifecycle;
        const { identityDeletionProcesses } = other.forIdentity(alice);
        expect(await identityDeletionProcesses.initiateIdentityDeletionProcess()).toBeAnError(
            ErrorCode.identityIsDeleted
        );
        expect(await clean.runDue()).toMatchObject({ deleted: 1 });
        expect((await identityDeletionProcesses.getIdentityDeletionProcesses()).value).toStrictEqual([]);
        expect(JSON.stringify(await store.scan(undefined, 10))).not.toContain(alice.address);
        await other.close();
    });
});
