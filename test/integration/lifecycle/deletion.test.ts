import { ErrorCode } from "../../../src";
import { alice, bob } from "../../support/fixtures";
import { LifecycleWorld, pseudonymKey } from "../../support/lifecycle/LifecycleWorld";

describe("The deletion of an Identity", () => {
    test("begins at the very end of the grace period, and leaves a tombstone that identifies no person", async () => {
        const world = await LifecycleWorld.create({ remindersInDaysBeforeEnd: [] });
        const id = await world.initiate(alice, 1);

        world.clock.advance({ days: 1, milliseconds: -1 });
        expect((await world.lifecycle.runDue()).found).toBe(0);
        world.clock.advance({ milliseconds: 1 });
        expect(await world.lifecycle.runDue()).toMatchObject({ found: 1, claimed: 1, deleted: 1, failed: 0 });

        expect(world.deleted).toStrictEqual([alice.address]);
        expect(world.notifier.notices).toStrictEqual([
            { address: alice.address, processId: id, idempotencyKey: `${id}:deleted` }
        ]);
        expect(world.bus.statuses).toStrictEqual(["Active", "Deleting", "Deleted"]);
        const identityKey = pseudonymKey.identityKeyOf(alice.address);
        expect(await world.records()).toStrictEqual([
            {
                key: expect.any(String),
                identityKey,
                slot: identityKey,
                lookup: `${identityKey}#${id}`,
                revision: 4,
                createdAt: "0000-01-01T00:00:00.000Z",
                dueAt: null,
                unsettled: false,
                data: { process: { id, status: "Deleted" } }
            }
        ]);
        await world.module.close();
    });

    test("is answered by the facade in every state", async () => {
        const during: unknown[] = [];
        const world = await LifecycleWorld.create({
            deleters: [
                {
                    name: "looks",
                    deleteIdentityData: async () => {
                        during.push(
                            await world.of().cancelIdentityDeletionProcess(),
                            await world.of().getActiveIdentityDeletionProcess(),
                            await world.of().initiateIdentityDeletionProcess()
                        );
                    }
                }
            ]
        });
        const id = await world.initiate(alice);
        world.clock.advance({ days: 14 });
        await world.lifecycle.runDue();

        const [cancel, active, initiate] = during as Awaited<
            ReturnType<ReturnType<typeof world.of>["getActiveIdentityDeletionProcess"]>
        >[];
        expect(cancel).toBeAnError(ErrorCode.gracePeriodHasExpired);
        expect(active).toBeAnError(ErrorCode.noActiveIdentityDeletionProcess);
        expect(initiate).toBeAnError(ErrorCode.activeIdentityDeletionProcessAlreadyExists);

        const facade = world.of();
        expect(await facade.initiateIdentityDeletionProcess()).toBeAnError(ErrorCode.identityIsDeleted);
        expect(await facade.cancelIdentityDeletionProcess()).toBeAnError(ErrorCode.noActiveIdentityDeletionProcess);
        expect(await facade.getActiveIdentityDeletionProcess()).toBeAnError(ErrorCode.noActiveIdentityDeletionProcess);
        expect((await facade.getIdentityDeletionProcess({ id })).value).toStrictEqual({ id, status: "Deleted" });
        expect((await facade.getIdentityDeletionProcesses()).value).toStrictEqual([{ id, status: "Deleted" }]);
        await world.module.close();
    });

    test("removes what is left of earlier processes, and nothing of anybody else", async () => {
        const world = await LifecycleWorld.create();
        // More than a page of them.
        for (let round = 0; round < 230; round++) {
            await world.initiate(alice);
            expect(await world.of().cancelIdentityDeletionProcess()).toBeSuccessful();
        }
        const id = await world.initiate(alice, 3);
        const bobs = await world.initiate(bob, 100);
        world.clock.advance({ days: 3 });
        await world.lifecycle.runDue();

        expect((await world.of().getIdentityDeletionProcesses()).value).toStrictEqual([{ id, status: "Deleted" }]);
        expect((await world.of(bob).getActiveIdentityDeletionProcess()).value.id).toBe(bobs);
        await world.module.close();
    });

    test("is given up where the person cancels first", async () => {
        const world = await LifecycleWorld.create();
        await world.initiate(alice, 1);
        world.clock.advance({ days: 1, milliseconds: -1 });
        expect(await world.of().cancelIdentityDeletionProcess()).toBeSuccessful();
        world.clock.advance({ days: 1 });
        expect((await world.lifecycle.runDue()).found).toBe(0);
        expect(world.deleted).toStrictEqual([]);
        await world.module.close();
    });
});
