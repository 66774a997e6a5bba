import { ErrorCode, type IdentityDeletionProcessDTO } from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { Lifecycle } from "../../../src/lifecycle";
import { importEnmeshedProcesses } from "../../../src/transfer";
import { BackboneWorld } from "../../support/backbone/BackboneWorld";
import { alice, alicesTablet, createModule } from "../../support/fixtures";
import { pseudonymKey } from "../../support/lifecycle/LifecycleWorld";

const changed = ErrorCode.authorityHasChanged;

describe("A host that changes the authority", () => {
    test("from itself to a Backbone is told of the open process, and says that it is closed", async () => {
        const world = new BackboneWorld();
        const persistence = new InMemoryPersistence();
        const before = await createModule({ persistence, clock: world.clock });
        const local = (
            await before.module.forIdentity(alice).identityDeletionProcesses.initiateIdentityDeletionProcess()
        ).value;
        await before.module.close();

        const { processes, scope, bus } = await world.device(alice, persistence);
        expect(await processes.initiateIdentityDeletionProcess()).toBeAnError(changed);
        expect(await processes.cancelIdentityDeletionProcess()).toBeAnError(changed);
        expect(await processes.getActiveIdentityDeletionProcess()).toBeAnError(changed);
        expect(await scope.backbone!.synchronize()).toBeAnError(changed);
        expect((await processes.getIdentityDeletionProcesses()).value).toStrictEqual([local]);
        // The Backbone was asked whether it is its own, and was told nothing.
        expect(new Set(world.backbone.log.map(({ kind }) => kind))).toEqual(new Set(["token", "list"]));

        expect(await scope.decideOpenProcess("takeOver")).toBeAnError(ErrorCode.invalidPropertyValue);
        expect((await scope.decideOpenProcess("close")).value).toMatchObject({ id: local.id, status: "Cancelled" });
        expect((await scope.decideOpenProcess("close")).value).toBeUndefined();
        expect(await processes.initiateIdentityDeletionProcess()).toBeSuccessful();
        expect(bus.published.map(({ data }) => data.status)).toEqual(["Cancelled", "Active"]);
        await world.close();
    });

    test.each(["close", "takeOver"] as const)("from a Backbone to itself, and decides: %s", async (decision) => {
        const world = new BackboneWorld();
        const persistence = new InMemoryPersistence();
        const device = await world.device(alice, persistence);
        const remote = (await device.processes.initiateIdentityDeletionProcess()).value;
        await world.close();

        const { module } = await createModule({ persistence, clock: world.clock });
        const scope = module.forIdentity(alice);
        const { identityDeletionProcesses: processes, backbone } = scope;
        expect(backbone).toBeUndefined();
        expect(await processes.initiateIdentityDeletionProcess()).toBeAnError(changed);
        expect(await processes.cancelIdentityDeletionProcess()).toBeAnError(changed);
        expect(await processes.getActiveIdentityDeletionProcess()).toBeAnError(changed);
        expect((await processes.getIdentityDeletionProcesses()).value).toStrictEqual([remote]);

        const decided = (await scope.decideOpenProcess(decision)).value;
        if (decision === "close") {
            expect(decided).toMatchObject({ id: remote.id, status: "Cancelled" });
            expect(await processes.initiateIdentityDeletionProcess()).toBeSuccessful();
        } else {
            expect(decided).toStrictEqual(remote);
            expect((await processes.getActiveIdentityDeletionProcess()).value).toStrictEqual(remote);
            expect((await persistence.findDue(remote.gracePeriodEndsAt, 1))[0]?.lookup).toContain(remote.id);
            expect(await processes.cancelIdentityDeletionProcess()).toBeSuccessful();
        }
        await module.close();

        // Nothing of it was said to the Backbone: where that one decides again, the person learns what it says.
        const local = (await createModule({ persistence, clock: world.clock })).module.forIdentity(alice);
        await local.identityDeletionProcesses.cancelIdentityDeletionProcess();
        const back = await world.device(alice, persistence);
        expect((await back.scope.backbone!.synchronize()).value).toStrictEqual(remote);
        expect((await back.processes.getActiveIdentityDeletionProcess()).value).toStrictEqual(remote);
        expect(await back.processes.cancelIdentityDeletionProcess()).toBeSuccessful();
        expect(world.open).toEqual([]);
        await back.module.close();
    });

    test("from itself to a Backbone after a deletion, and nothing that the Backbone still lists comes back", async () => {
        const world = new BackboneWorld();
        const elsewhere = await world.device(alice, new InMemoryPersistence());
        await elsewhere.processes.initiateIdentityDeletionProcess();
        await elsewhere.processes.cancelIdentityDeletionProcess();

        const persistence = new InMemoryPersistence();
        const data = { name: "data", deleteIdentityData: async (): Promise<void> => await Promise.resolve() };
        const lifecycle = Lifecycle.configure({ deleters: [data], notifier: "none" });
        const local = await createModule({ persistence, lifecycle, pseudonymKey, clock: world.clock });
        await local.module.forIdentity(alice).identityDeletionProcesses.initiateIdentityDeletionProcess();
        world.clock.advance({ days: 14 });
        await (local.module.lifecycle as Lifecycle).runDue();
        const identityKey = pseudonymKey.identityKeyOf(alice.address);
        const tombstones = await persistence.list(identityKey);
        expect(tombstones).toHaveLength(1);

        const authority = world.authority();
        const { module } = await createModule({ persistence, authority, pseudonymKey, clock: world.clock });
        await module.forIdentity(alice).backbone!.synchronize();
        expect(world.requests("list")).toBeGreaterThan(0);
        expect(await persistence.list(identityKey)).toStrictEqual(tombstones);
        await module.close();
        await local.module.close();
        await world.close();
    });

    test("from a Backbone to itself is told of a command whose outcome nobody knows", async () => {
        const world = new BackboneWorld();
        const persistence = new InMemoryPersistence();
        const device = await world.device(alice, persistence);
        world.backbone.failNext("initiate", "dropRequest");
        await device.processes.initiateIdentityDeletionProcess();
        await world.close();

        const { module } = await createModule({ persistence, clock: world.clock });
        const scope = module.forIdentity(alice);
        expect(await scope.identityDeletionProcesses.getActiveIdentityDeletionProcess()).toBeAnError(changed);
        expect((await scope.identityDeletionProcesses.getIdentityDeletionProcesses()).value).toEqual([]);
        expect((await scope.decideOpenProcess("close")).value).toBeUndefined();
        expect(await scope.identityDeletionProcesses.initiateIdentityDeletionProcess()).toBeSuccessful();
        await module.close();
    });

    test("is told that the Identity is deleted, whoever deleted it", async () => {
        const world = new BackboneWorld();
        const persistence = new InMemoryPersistence();
        const { processes, scope } = await world.device(alice, persistence);
        await processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 });
        world.clock.advance({ days: 1 });
        world.backbone.runJobs();
        await scope.backbone!.synchronize();
        await world.close();
        const { module } = await createModule({ persistence, clock: world.clock });
        expect(await module.forIdentity(alice).identityDeletionProcesses.initiateIdentityDeletionProcess()).toBeAnError(
            ErrorCode.identityIsDeleted
        );
        await module.close();
    });
});

describe("A process that an older Runtime has brought in", () => {
    let world: BackboneWorld;
    let store: InMemoryPersistence;
    beforeEach(() => {
        world = new BackboneWorld();
        store = new InMemoryPersistence();
    });
    afterEach(async () => await world.close());

    const none = ErrorCode.noActiveIdentityDeletionProcess;

    /** The Backbone's process, as an older Runtime's database holds it. */
    async function started(): Promise<IdentityDeletionProcessDTO> {
        const before = await world.device(alice);
        const { value } = await before.processes.initiateIdentityDeletionProcess();
        await before.module.close();
        world.forget(before.module);
        return value;
    }

    async function bringIn(process: IdentityDeletionProcessDTO, authority?: "backbone"): Promise<void> {
        const text = JSON.stringify([{ ...process, status: "Approved" }]);
        await importEnmeshedProcesses(store, text, { address: alice.address, authority });
    }

    test.each(["backbone", undefined] as const)("is the Backbone's, which shows it (said: %s)", async (authority) => {
        const process = await started();
        await bringIn(process, authority);
        const { processes, bus } = await world.device(alice, store);
        expect((await processes.getActiveIdentityDeletionProcess()).value).toStrictEqual(process);
        expect(await processes.initiateIdentityDeletionProcess()).toBeAnError(
            ErrorCode.activeIdentityDeletionProcessAlreadyExists
        );
        expect(await store.findDue("9999-12-31T23:59:59.999Z", 1)).toEqual([]);
        expect(bus.published).toEqual([]);
        expect(await processes.cancelIdentityDeletionProcess()).toBeSuccessful();
        expect(world.open).toEqual([]);
    });

    test("is the Backbone's also where a host had closed it, since it could do nothing else", async () => {
        const process = await started();
        await bringIn(process);
        const offline = await world.device(alice, store, { fetch: () => Promise.reject(new TypeError("gone")) });
        expect((await offline.scope.decideOpenProcess("close")).value).toMatchObject({ status: "Cancelled" });
        const { processes, scope } = await world.device(alice, store);
        expect((await scope.backbone!.synchronize()).value).toStrictEqual(process);
        expect((await processes.getActiveIdentityDeletionProcess()).value).toStrictEqual(process);
        expect(await processes.cancelIdentityDeletionProcess()).toBeSuccessful();
        expect(world.open).toEqual([]);
    });

    test("is never said to be none while it is not known whose it is", async () => {
        await bringIn(await started());
        const unreachable = await world.device(alice, store, { fetch: () => Promise.reject(new TypeError("gone")) });
        expect(await unreachable.processes.getActiveIdentityDeletionProcess()).toBeAnError(
            ErrorCode.authorityNotReachable
        );
    });

    test("and that the Backbone has cancelled since is Cancelled", async () => {
        const process = await started();
        const tablet = await world.device(alicesTablet);
        await tablet.processes.cancelIdentityDeletionProcess();
        await bringIn(process);
        const { processes } = await world.device(alice, store);
        expect(await processes.getActiveIdentityDeletionProcess()).toBeAnError(none);
        expect((await processes.getIdentityDeletionProcesses()).value).toMatchObject([{ status: "Cancelled" }]);
    });

    test("under the authority of a Backbone that is gone for good waits for the host's word", async () => {
        const process = await started();
        await bringIn(process, "backbone");
        const { module } = await createModule({ persistence: store, clock: world.clock });
        const scope = module.forIdentity(alice);
        expect(await scope.identityDeletionProcesses.getActiveIdentityDeletionProcess()).toBeAnError(changed);
        expect((await scope.decideOpenProcess("takeOver")).value).toMatchObject({ id: process.id, status: "Active" });
        expect(await store.findDue(process.gracePeriodEndsAt!, 1)).toHaveLength(1);
        expect(await scope.identityDeletionProcesses.cancelIdentityDeletionProcess()).toBeSuccessful();
        await module.close();
    });
});
