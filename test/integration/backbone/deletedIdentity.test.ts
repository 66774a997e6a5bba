import { ErrorCode } from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { fetchFrom } from "../../../src/testing";
import { BackboneWorld } from "../../support/backbone/BackboneWorld";
import { deathAt, dyingFetch, dyingPersistence } from "../../support/backbone/dying";
import { alice, alicesTablet } from "../../support/fixtures";

const isDeleted = ErrorCode.identityIsDeleted;

describe("Once the Backbone has confirmed that an Identity is deleted", () => {
    let world: BackboneWorld;
    let persistence: InMemoryPersistence;
    /** Ends the timers of devices that have died: a process that dies takes them along. */
    let timers: AbortController;
    beforeEach(() => {
        timers = new AbortController();
        world = new BackboneWorld();
        persistence = new InMemoryPersistence();
    });
    afterEach(async () => await world.close());
    afterEach(() => timers.abort());

    const deleteAtTheBackbone = (): void => {
        world.clock.advance({ days: 2 });
        world.backbone.runJobs();
        world.backbone.expireTokens();
    };
    const due = async () => await persistence.findDue(world.clock.now().toISO()!, 10);

    test("the local copy is due, and not before, so that what this device keeps can be deleted", async () => {
        const { processes, scope } = await world.device(alice, persistence);
        const { id } = (await processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 })).value;
        deleteAtTheBackbone();
        expect(await due()).toEqual([]);
        expect(await scope.backbone!.synchronize()).toBeAnError(isDeleted);
        const confirmed = world.clock.now().toISO()!;
        world.clock.advance({ days: 1 });
        expect(await scope.backbone!.synchronize()).toBeAnError(isDeleted);
        expect(await due()).toMatchObject([
            {
                identityKey: alice.address,
                slot: alice.address,
                dueAt: confirmed,
                unsettled: false,
                data: { authority: "backbone", deletionConfirmedAt: confirmed, process: { id, status: "Deleted" } }
            }
        ]);
    });

    test("it is due, too, where no process of it was known", async () => {
        const tablet = await world.device(alicesTablet);
        await tablet.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 });
        deleteAtTheBackbone();
        const { processes } = await world.device(alice, persistence);
        expect(await processes.initiateIdentityDeletionProcess()).toBeAnError(isDeleted);
        expect(await due()).toMatchObject([{ data: { unlisted: true, process: { status: "Deleted" } } }]);
    });

    test("get active says none, also to the call that learns of it", async () => {
        const { processes } = await world.device(alice, persistence);
        await processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 });
        deleteAtTheBackbone();
        expect(await processes.getActiveIdentityDeletionProcess()).toBeAnError(
            ErrorCode.noActiveIdentityDeletionProcess
        );
        expect(await due()).toHaveLength(1);
    });

    test("a command in doubt and a process next to another are over, and stay so", async () => {
        world.backbone.enforcesOneActive = false;
        const { processes, scope, bus } = await world.device(alice, persistence);
        const tablet = await world.device(alicesTablet);
        await processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 });
        await tablet.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 });
        expect(await scope.backbone!.synchronize()).toBeSuccessful();
        world.backbone.failNext("cancel", "dropRequest");
        await processes.cancelIdentityDeletionProcess();
        deleteAtTheBackbone();
        expect(await scope.backbone!.synchronize()).toBeAnError(isDeleted);
        expect(await persistence.findCurrent(alice.address)).toMatchObject([
            { unsettled: false, data: { process: { status: "Deleted" } } }
        ]);
        expect(bus.published.filter(({ namespace }) => namespace === "transport.identityDeleted")).toHaveLength(1);
    });

    test("an intent without a process becomes the mark that it is deleted", async () => {
        const { processes, scope } = await world.device(alice, persistence);
        const tablet = await world.device(alicesTablet);
        await tablet.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 });
        world.backbone.failNext("initiate", "dropRequest");
        world.backbone.failNext("list", "dropRequest");
        await processes.initiateIdentityDeletionProcess();
        deleteAtTheBackbone();
        expect(await scope.backbone!.synchronize()).toBeAnError(isDeleted);
        expect(await persistence.list(alice.address)).toMatchObject([{ unsettled: false, data: { unlisted: true } }]);
        expect((await persistence.list(alice.address))[0].data).not.toHaveProperty("intents");
    });

    test("the copy says so wherever the device dies on the way, and one at most is told", async () => {
        let hasDied = true;
        for (let point = 0; hasDied; point++) {
            world = new BackboneWorld();
            persistence = new InMemoryPersistence();
            const before = await world.device(alice, persistence);
            await before.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 });
            deleteAtTheBackbone();
            let die = (): void => undefined;
            const dead = new Promise<"dead">((resolve) => (die = () => resolve("dead")));
            const at = deathAt(point, die);
            const fetch = dyingFetch(fetchFrom(world.backbone), at);
            const options = { fetch, signal: timers.signal };
            const dying = await world.device(alice, dyingPersistence(persistence, at), options);
            hasDied = (await Promise.race([dying.scope.backbone!.synchronize(), dead])) === "dead";
            if (hasDied) world.forget(dying.module);
            const after = await world.device(alice, persistence);
            expect(await after.scope.backbone!.synchronize()).toBeAnError(isDeleted);
            expect(await due()).toHaveLength(1);
            const told = [...dying.bus.published, ...after.bus.published].filter(
                ({ namespace }) => namespace === "transport.identityDeleted"
            );
            expect(told.length).toBeLessThanOrEqual(1);
            await world.close();
        }
    });

    test("two processes that learn of it at once leave one mark and tell it once", async () => {
        const first = await world.device(alice, persistence);
        const second = await world.device(alice, persistence);
        await first.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 });
        deleteAtTheBackbone();
        await Promise.all([first, second].map(({ scope }) => scope.backbone!.synchronize()));
        expect(await due()).toHaveLength(1);
        const told = [...first.bus.published, ...second.bus.published].map(({ namespace }) => namespace);
        expect(told.filter((namespace) => namespace === "transport.identityDeleted")).toHaveLength(1);
    });
});
