import { ErrorCode, type PersistencePort } from "../../../src";
import { positionOf as queuePositionOf } from "../../../src/lifecycle/queue/DueQueue";
import { positionOf, recordsAt } from "../../../src/lifecycle/queue/duePositions";
import { person } from "../../support/lifecycle/LifecycleWorld";
import { recordOf, storeWith, withMethods } from "../../support/records";

const dueAt = "2026-12-07T10:00:00.000Z";

async function storeWithKeys(...keys: string[]): Promise<PersistencePort> {
    const records = keys.map((key, number) => recordOf(person(number), { status: "Active" }, { key, dueAt }));
    return await storeWith(...records);
}

describe(recordsAt.name, () => {
    test.each([1, 2, 100])("finds each once, also keys in a form of their own, %s at a time", async (size) => {
        const keys = ["a", "a\x7fz", "b", "b\x01", "bb", "c"];
        const store = await storeWithKeys(...keys, "zz");
        const pages = withMethods(store, {
            findDue: async (until, limit, after) => await store.findDue(until, Math.min(limit, size), after)
        });
        const wanted = keys.map((key) => positionOf({ dueAt, key }));
        const found = await recordsAt(pages, [...wanted].reverse(), dueAt);
        expect(found.map(({ key }) => key)).toStrictEqual(keys);
    });

    test("finds nothing at a date without a key, at what is no position, and at what is not due yet", async () => {
        const store = await storeWithKeys("a", "b");
        expect(await recordsAt(store, [dueAt, "no position", ""], dueAt)).toStrictEqual([]);
        const early = "2026-12-07T09:59:59.999Z";
        expect(await recordsAt(store, [positionOf({ dueAt, key: "a" })], early)).toStrictEqual([]);
    });
});

describe(queuePositionOf.name, () => {
    test("says that the store is damaged where a due record does not say when it is due", () => {
        const record = recordOf(person(1), { status: "Active" }, { key: "a", dueAt });
        expect(queuePositionOf(record)).toStrictEqual({ dueAt, key: "a" });
        expect(() => queuePositionOf({ key: "a", unreadable: "It is damaged." })).toThrow(
            expect.objectContaining({ code: ErrorCode.storeIsCorrupt })
        );
    });
});
