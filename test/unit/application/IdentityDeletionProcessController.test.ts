import { ErrorCode, PersistenceError, type PersistenceErrorKind, type PersistencePort } from "../../../src";
import { IdentityDeletionProcessController } from "../../../src/application/IdentityDeletionProcessController";
import { alice, alicesTablet } from "../../support/fixtures";
import { recordOf } from "../../support/records";
import { workbench } from "../../support/useCases";
import { jsonOf } from "../../../src/domain/record/StoredRecord";

const active = () =>
    recordOf(alice, {
        status: "Active",
        createdAt: "2026-11-20T10:00:00.000Z",
        gracePeriodEndsAt: "2026-12-04T10:00:00.000Z"
    });

/** An `update` that first lets something else happen to the store, as often as said, and then loses the race to it. */
function losing(store: PersistencePort, times: number, meanwhile: () => Promise<void>): Partial<PersistencePort> {
    let lost = 0;
    return {
        update: async (record, expectedRevision) => {
            if (lost++ < times) await meanwhile();
            await store.update(record, expectedRevision);
        }
    };
}

function alwaysFailing(kind: PersistenceErrorKind): jest.Mock<Promise<never>> {
    return jest.fn(async () => await Promise.reject(new PersistenceError(kind, "always")));
}

describe(IdentityDeletionProcessController.name, () => {
    test("stores the new process before it tells anybody", async () => {
        const storedAtPublishing: number[] = [];
        const { controller, bus, store } = await workbench();
        const stored: Promise<unknown>[] = [];
        bus.publish = () =>
            void stored.push(store.list(alice.address).then((all) => storedAtPublishing.push(all.length)));
        const process = await controller.initiate(3);
        await Promise.all(stored);
        expect(storedAtPublishing).toEqual([1]);
        expect(process.properties.gracePeriodEndsAt).toBe("2026-11-26T10:00:00.000Z");
    });

    test("says which lengths the host allows, where another is asked for", async () => {
        const { controller } = await workbench();
        await expect(controller.initiate(366)).rejects.toMatchObject({
            code: ErrorCode.invalidPropertyValue,
            message: "lengthOfGracePeriodInDays must be above 0 and at most 365 days."
        });
    });

    test("costs a free slot one write, and no read before it", async () => {
        const findCurrent = jest.fn(async () => await Promise.resolve([]));
        const { controller } = await workbench([], () => ({ findCurrent }));
        await controller.initiate();
        expect(findCurrent).not.toHaveBeenCalled();
    });

    test("takes what a port throws at once as what it rejects with", async () => {
        const { controller } = await workbench([active()], () => ({
            insert: () => {
                throw new PersistenceError("slotTaken", "at once");
            },
            update: () => {
                throw new PersistenceError("unavailable", "at once");
            }
        }));
        const initiating = controller.initiate();
        await expect(initiating).rejects.toMatchObject({ code: ErrorCode.activeIdentityDeletionProcessAlreadyExists });
        const cancelling = controller.cancel();
        await expect(cancelling).rejects.toMatchObject({ kind: "unavailable" });
    });

    test.each<[string, string]>([
        ["Active", ErrorCode.activeIdentityDeletionProcessAlreadyExists],
        ["Approved", ErrorCode.activeIdentityDeletionProcessAlreadyExists],
        ["Deleting", ErrorCode.activeIdentityDeletionProcessAlreadyExists],
        ["Deleted", ErrorCode.identityIsDeleted]
    ])("refuses to initiate while a process is %s", async (status, code) => {
        const { controller, bus } = await workbench([recordOf(alice, { status })]);
        await expect(controller.initiate()).rejects.toMatchObject({ code });
        expect(bus.events).toEqual([]);
    });

    test("starts a process where the holder of the slot was cancelled right after the slot was refused", async () => {
        const record = active();
        const { controller } = await workbench([record], (inner) => ({
            findCurrent: async (identityKey) => {
                const current = await inner.findCurrent(identityKey);
                for (const { key, revision } of current) await inner.delete(identityKey, key, revision);
                return await inner.findCurrent(identityKey);
            }
        }));
        expect((await controller.initiate()).status).toBe("Active");
    });

    test("calls a store corrupt that refuses a slot which it says is free", async () => {
        const { controller } = await workbench([active()], () => ({
            findCurrent: async () => await Promise.resolve([])
        }));
        await expect(controller.initiate()).rejects.toMatchObject({ code: ErrorCode.storeIsCorrupt });
    });

    test("takes another id where the store has a record of that id or key", async () => {
        const insert = alwaysFailing("duplicate");
        const { controller } = await workbench([], (inner) => ({
            insert: async (record) => await (insert.mock.calls.length === 0 ? insert() : inner.insert(record))
        }));
        expect((await controller.initiate()).status).toBe("Active");
        expect(insert).toHaveBeenCalledTimes(1);
    });

    test.each<PersistenceErrorKind>(["unavailable", "corrupt", "newerVersion"])(
        "passes on what else the store says to an insert: %s",
        async (kind) => {
            const insert = alwaysFailing(kind);
            const { controller, bus } = await workbench([], () => ({ insert }));
            await expect(controller.initiate()).rejects.toMatchObject({ kind });
            expect(insert).toHaveBeenCalledTimes(1);
            expect(bus.events).toEqual([]);
        }
    );

    test("plans a process with the date that the lifecycle says, and tells the lifecycle once it is stored", async () => {
        const dueAt = "2026-11-30T10:00:00.000Z";
        const stored: unknown[] = [];
        const dueDates = { firstDueDateOf: () => dueAt, onStored: (date: string | null) => void stored.push(date) };
        const { controller, store } = await workbench([], () => ({}), dueDates);
        const initiating = controller.initiate();
        expect(stored).toEqual([]);
        await initiating;
        expect(stored).toEqual([dueAt]);
        expect(await store.list(alice.address)).toMatchObject([{ dueAt }]);
        await expect(controller.initiate()).rejects.toBeDefined();
        expect(stored).toEqual([dueAt]);
    });

    test("tries a cancel again that lost against a write which left the process active", async () => {
        const record = active();
        const { controller, bus, store } = await workbench([record], (inner) =>
            losing(
                inner,
                1,
                async () => await inner.update({ ...record, revision: 2, data: { ...record.data, kept: 1 } }, 1)
            )
        );
        expect((await controller.cancel()).status).toBe("Cancelled");
        expect(bus.statuses).toEqual(["Cancelled"]);
        expect((await store.list(alice.address))[0]).toMatchObject({ revision: 3, data: { kept: 1 } });
    });

    test.each<[string, string]>([
        ["Cancelled", ErrorCode.noActiveIdentityDeletionProcess],
        ["Deleting", ErrorCode.gracePeriodHasExpired],
        ["Deleted", ErrorCode.noActiveIdentityDeletionProcess]
    ])("answers a cancel that lost to a write of %s by the fresh state", async (status, code) => {
        const record = active();
        const slot = status === "Cancelled" ? record.key : alice.address;
        const process = {
            ...(jsonOf(record.data).process as object),
            status,
            cancelledByDevice: alicesTablet.deviceId
        };
        const changed = { ...record, slot, revision: 2, data: { process } };
        const { controller, bus, store } = await workbench([record], (inner) =>
            losing(inner, 1, async () => await inner.update(changed, 1))
        );
        await expect(controller.cancel()).rejects.toMatchObject({ code });
        expect(bus.events).toEqual([]);
        expect(await store.list(alice.address)).toStrictEqual([changed]);
    });

    test("answers a cancel whose record is gone by the fresh state", async () => {
        const record = active();
        const { controller } = await workbench([record], (inner) =>
            losing(inner, 1, async () => await inner.delete(alice.address, record.key, 1))
        );
        await expect(controller.cancel()).rejects.toMatchObject({ code: ErrorCode.noActiveIdentityDeletionProcess });
    });

    test.each<PersistenceErrorKind>(["staleRevision", "notFound", "slotTaken", "duplicate"])(
        "calls a store corrupt that always says %s, and says why",
        async (kind) => {
            const update = alwaysFailing(kind);
            const { controller, bus } = await workbench([active()], () => ({ update }));
            await expect(controller.cancel()).rejects.toMatchObject({
                code: ErrorCode.storeIsCorrupt,
                message: expect.stringContaining("refused 100 writes in a row")
            });
            expect(update).toHaveBeenCalledTimes(100);
            expect(bus.events).toEqual([]);
        }
    );

    test.each<PersistenceErrorKind>(["unavailable", "corrupt", "newerVersion"])(
        "passes on what else the store says to an update: %s",
        async (kind) => {
            const update = alwaysFailing(kind);
            const { controller, bus } = await workbench([active()], () => ({ update }));
            await expect(controller.cancel()).rejects.toMatchObject({ kind });
            expect(update).toHaveBeenCalledTimes(1);
            expect(bus.events).toEqual([]);
        }
    );
});
