import { ErrorCode, type IdentityDeletionProcessDTO } from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { BackboneWorld, type DeviceUnderTest } from "../../support/backbone/BackboneWorld";
import { OddBackbone } from "../../support/backbone/OddBackbone";
import { alice, alicesTablet, createModule } from "../../support/fixtures";

const inDoubt = ErrorCode.processIsInDoubt;
const none = ErrorCode.noActiveIdentityDeletionProcess;
const exists = ErrorCode.activeIdentityDeletionProcessAlreadyExists;

describe("A Backbone that does not show the process that a person has started", () => {
    let world: BackboneWorld;
    let odd: OddBackbone;
    let persistence: InMemoryPersistence;
    let phone: DeviceUnderTest;
    let process: IdentityDeletionProcessDTO;

    beforeEach(async () => {
        world = new BackboneWorld();
        odd = new OddBackbone(world.backbone, world.clock);
        persistence = new InMemoryPersistence();
        phone = await world.device(alice, persistence, { fetch: odd.fetch, clockToleranceInMs: 60_000 });
        process = (await phone.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 60 })).value;
    });
    afterEach(async () => await world.close());

    const synchronize = async () => await phone.scope.backbone!.synchronize();
    const active = async () => await phone.processes.getActiveIdentityDeletionProcess();
    const cancel = async () => await phone.processes.cancelIdentityDeletionProcess();
    const initiate = async () => await phone.processes.initiateIdentityDeletionProcess();
    const list = async () => (await phone.processes.getIdentityDeletionProcesses()).value;
    const told = () => phone.bus.published.map(({ data }) => data.status);

    test("in its list, and shows it when asked for it, is believed that it is there", async () => {
        odd.oddity = "listLacksOpen";
        expect((await synchronize()).value).toStrictEqual(process);
        expect((await active()).value).toStrictEqual(process);
        expect(told()).toEqual(["Active"]);
    });

    test.each(["allIsForgotten", "anothersAccount"] as const)(
        "at all (%s), is in doubt, and never none",
        async (what) => {
            odd.oddity = what;
            expect(await synchronize()).toBeAnError(inDoubt);
            for (let time = 0; time < 2; time++) expect(await active()).toBeAnError(inDoubt);
            expect(await list()).toStrictEqual([process]);
            expect(told()).toEqual(["Active"]);

            // Also after a restart: the doubt is in the store.
            const restarted = await world.device(alice, persistence, { fetch: odd.fetch });
            expect(await restarted.processes.getActiveIdentityDeletionProcess()).toBeAnError(inDoubt);

            odd.oddity = undefined;
            expect((await active()).value).toStrictEqual(process);
            const asked = world.requests("list");
            expect((await active()).value).toStrictEqual(process);
            expect(world.requests("list")).toBe(asked);
            expect(told()).toEqual(["Active"]);
        }
    );

    test("is sent the cancellation all the same, whose answer ends the doubt", async () => {
        odd.oddity = "allIsForgotten";
        await synchronize();
        expect(await cancel()).toBeAnError(inDoubt);
        expect(await list()).toStrictEqual([process]);

        odd.oddity = "listLacksOpen";
        expect((await cancel()).value).toMatchObject({ id: process.id, status: "Cancelled" });
        expect(world.open).toEqual([]);
        expect(await active()).toBeAnError(none);
        expect(told()).toEqual(["Active", "Cancelled"]);
    });

    test("answers a second command to initiate: one is open", async () => {
        odd.oddity = "allIsForgotten";
        await synchronize();
        expect(await initiate()).toBeAnError(exists);
        expect(await active()).toBeAnError(inDoubt);
        expect(world.open).toHaveLength(1);
    });

    test("answers a second command to initiate: there was none", async () => {
        const tablet = await world.device(alicesTablet);
        await tablet.processes.cancelIdentityDeletionProcess();
        odd.oddity = "allIsForgotten";
        expect(await synchronize()).toBeAnError(inDoubt);
        const next = await initiate();
        expect(next.value.id).not.toBe(process.id);
        expect(world.open).toHaveLength(1);
        expect((await active()).value).toStrictEqual(next.value);
        expect((await list()).map(({ status }) => status).sort()).toEqual(["Active", "Cancelled"]);
        expect(told()).toEqual(["Active", "Cancelled", "Active"]);
        expect(await cancel()).toBeSuccessful();
        expect(world.open).toEqual([]);
    });

    test.each(["dropResponse", "serverErrorAfterwards"] as const)(
        "answers a second command to initiate, and the answer is lost: %s",
        async (fault) => {
            const tablet = await world.device(alicesTablet);
            await tablet.processes.cancelIdentityDeletionProcess();
            odd.oddity = "allIsForgotten";
            await synchronize();
            world.backbone.failNext("initiate", fault);
            const next = await initiate();
            expect(next.value.id).toBe(world.open[0].id);
            expect((await active()).value).toStrictEqual(next.value);
            expect(told()).toEqual(["Active", "Cancelled", "Active"]);
        }
    );

    test("is sent no second command by a program that was suspended until the Identity was deleted here", async () => {
        odd.oddity = "allIsForgotten";
        const update = persistence.update.bind(persistence);
        // Right after it has stored that the process is in doubt, and before it reads that again.
        persistence.update = async (record, revision) => {
            persistence.update = update;
            await update(record, revision);
            const data = { authority: "backbone", process: { id: process.id, status: "Deleted" } };
            await update({ ...record, revision: record.revision + 1, unsettled: false, data }, record.revision);
        };
        expect(await initiate()).toBeAnError(ErrorCode.identityIsDeleted);
        expect(world.requests("initiate")).toBe(1);
        const data = { authority: "backbone", process: { id: process.id, status: "Deleted" } };
        expect(await persistence.findCurrent(alice.address)).toMatchObject([{ unsettled: false, data }]);
        expect((await persistence.findCurrent(alice.address))[0].data).toStrictEqual(data);
    });

    test("is asked again by the next caller, where a second command to initiate never arrived", async () => {
        odd.oddity = "allIsForgotten";
        await synchronize();
        world.backbone.failNext("initiate", "dropRequest");
        expect(await initiate()).toBeAnError(ErrorCode.outcomeIsNotKnownYet);
        expect(await initiate()).toBeAnError(ErrorCode.outcomeIsNotKnownYet);
        world.clock.advance({ minutes: 1 });
        expect(await active()).toBeAnError(inDoubt);
        odd.oddity = undefined;
        expect((await active()).value).toStrictEqual(process);
        expect(await cancel()).toBeSuccessful();
    });

    test("for thirty-one days after it last showed it, is believed that it has ended", async () => {
        world.clock.advance({ days: 5 });
        expect(await synchronize()).toBeSuccessful();
        const tablet = await world.device(alicesTablet);
        await tablet.processes.cancelIdentityDeletionProcess();
        odd.oddity = "allIsForgotten";
        world.clock.advance({ days: 31, milliseconds: -1 });
        expect(await active()).toBeSuccessful();
        expect(await synchronize()).toBeAnError(inDoubt);
        world.clock.advance({ milliseconds: 1 });
        expect(await active()).toBeAnError(none);
        expect(await list()).toMatchObject([{ id: process.id, status: "Cancelled" }]);
        expect(told()).toEqual(["Active", "Cancelled"]);
    });

    test("after its end, is believed that it has ended if the person can log in: the Identity is not deleted", async () => {
        const tablet = await world.device(alicesTablet);
        await tablet.processes.cancelIdentityDeletionProcess();
        world.clock.advance({ days: 20 });
        expect(await synchronize()).toBeSuccessful();
        await initiate();
        const [, { id }] = await list();
        await tablet.scope.backbone!.synchronize();
        await tablet.processes.cancelIdentityDeletionProcess();
        world.clock.advance({ days: 14 });
        odd.oddity = "allIsForgotten";
        expect(await active()).toBeAnError(inDoubt);
        world.clock.advance({ minutes: 1 });
        expect(await active()).toBeAnError(none);
        expect((await list()).find((each) => each.id === id)).toMatchObject({ status: "Cancelled" });
    });

    test("and has deleted the Identity at its end, tells so at the next login, and nobody was told none", async () => {
        await cancel();
        await phone.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 20 });
        odd.oddity = "allIsForgotten";
        await synchronize();
        world.clock.advance({ days: 20, minutes: -1 });
        expect(await synchronize()).toBeAnError(inDoubt);
        // The token of before is still good, and proves nothing.
        world.clock.advance({ minutes: 2, milliseconds: -1 });
        expect(await active()).toBeAnError(inDoubt);
        world.clock.advance({ milliseconds: 1 });
        expect(await initiate()).toBeAnError(ErrorCode.identityIsDeleted);
        expect((await list()).map(({ status }) => status)).toEqual(["Cancelled", "Deleted"]);
    });

    test("is asked no more about what the host has closed, and takes that back when it shows it again", async () => {
        odd.oddity = "allIsForgotten";
        await synchronize();
        const closed = await phone.scope.decideOpenProcess("close");
        expect(closed.value).toMatchObject({ id: process.id, status: "Cancelled" });
        expect(await active()).toBeAnError(none);
        odd.oddity = undefined;
        expect((await synchronize()).value).toStrictEqual(process);
        expect(told()).toEqual(["Active", "Cancelled", "Active"]);
    });

    test("does not make the host lose a cancellation whose answer got lost, when it takes the process over", async () => {
        world.backbone.failNext("cancel", "dropResponse");
        world.backbone.failNext("list", "dropRequest");
        expect(await cancel()).toBeAnError(ErrorCode.authorityNotReachable);
        odd.oddity = "anothersAccount";
        world.clock.advance({ minutes: 1 });
        expect(await synchronize()).toBeAnError(inDoubt);
        await phone.module.close();

        const { module } = await createModule({ persistence, clock: world.clock });
        const scope = module.forIdentity(alice);
        expect((await scope.decideOpenProcess("takeOver")).value).toMatchObject({ status: "Cancelled" });
        expect(await scope.identityDeletionProcesses.getActiveIdentityDeletionProcess()).toBeAnError(none);
        await module.close();
    });

    test("does not hide another device's new process next to it, which can be cancelled, and is still not none then", async () => {
        const tablet = await world.device(alicesTablet);
        await tablet.processes.cancelIdentityDeletionProcess();
        odd.oddity = "allIsForgotten";
        expect(await cancel()).toBeAnError(inDoubt);
        const next = (await tablet.processes.initiateIdentityDeletionProcess()).value;
        expect((await active()).value).toMatchObject({ id: next.id, status: "Active" });
        expect(await initiate()).toBeAnError(exists);
        expect((await cancel()).value).toMatchObject({ id: next.id, status: "Cancelled" });
        expect(await active()).toBeAnError(inDoubt);
        odd.oddity = undefined;
        expect(await active()).toBeAnError(none);
        expect(told()).toEqual(["Active", "Cancelled", "Cancelled"]);
    });

    test.each(["listShowsEachTwice", "listIsUnreadable"] as const)("in a way that can be read: %s", async (what) => {
        odd.oddity = what;
        expect(await synchronize()).toBeAnError(ErrorCode.authorityNotReachable);
        expect((await active()).value).toStrictEqual(process);
        expect(await list()).toStrictEqual([process]);
    });
});
