import type { PersistencePort, StoredRecord } from "../../../ports/PersistencePort";
import { expectEqual } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import type { DatabaseUnderTest } from "../DatabaseUnderTest";
import { endOfTime, insertAll } from "../expectContent";
import { allDue, duePositionOf, expectPage } from "../pages";
import { next } from "../RecordFactory";

const noon = "2026-12-07T12:00:00.000Z";
const justBeforeNoon = "2026-12-07T11:59:59.999Z";
const justAfterNoon = "2026-12-07T12:00:00.001Z";

export const dueWork: ContractGroup = (test) => {
    test("finds what is due at or before the moment that is named, of every Identity", async (database) => {
        const port = await database.open();
        const [before, at, after] = [justBeforeNoon, noon, justAfterNoon].map((dueAt) => due(database, dueAt));
        await insertAll(port, [after, at, before]);

        await expectDue("What is due at `until` is due.", port, noon, [before, at]);
        await expectDue("What is due later is not due.", port, justBeforeNoon, [before]);
        await expectDue("All is due in the end.", port, endOfTime, [before, at, after]);
        await expectDue("Nothing is due before the first.", port, "2026-12-07T11:59:59.998Z", []);
    });

    test("finds every due record of one Identity, whether it holds the slot or not", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const records = [
            database.records.past(identityKey, { dueAt: noon, key: "A" }),
            database.records.holder(identityKey, { dueAt: noon, key: "a" }),
            database.records.past(identityKey, { dueAt: noon, key: "b", unsettled: true })
        ];
        await insertAll(port, records);

        await expectDue("findDue asks for nothing but dueAt.", port, noon, records);
    });

    test("never finds what is never due", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const records = [database.records.past(identityKey), database.records.holder(identityKey, { unsettled: true })];
        await insertAll(port, records);

        await expectDue("A dueAt of null is never due.", port, endOfTime, []);
    });

    test("returns what is due by dueAt, then by key, compared as plain text", async (database) => {
        const port = await database.open();
        const dates: [string, string][] = [
            [endOfTime, "+"],
            ...["b", "a", "_", "Bb", "B", "A", "2", "10", "0", "-"].map((key): [string, string] => [noon, key]),
            [justBeforeNoon, "y"],
            ["0000-01-01T00:00:00.000Z", "z"]
        ];
        // Created the other way round: what is due last is the oldest.
        const inOrder = dates.map(([dueAt, key]) => due(database, dueAt, key)).reverse();
        await insertAll(port, [...inOrder.slice(6), ...inOrder.slice(0, 6).reverse()]);

        await expectDue("findDue returns records by dueAt, then key.", port, endOfTime, inOrder);
        for (const limit of [1, 2, 5, inOrder.length, inOrder.length + 1]) {
            const found = await port.findDue(endOfTime, limit);
            expectPage(`findDue returns at most ${limit}, the earliest.`, found, inOrder, limit);
        }
    });

    test("returns what is due from page to page, each record once", async (database) => {
        const port = await database.open();
        const dates = [justBeforeNoon, noon, noon, noon, noon, justAfterNoon];
        const inOrder = dates.map((dueAt, index) => due(database, dueAt, `page${index}`));
        await insertAll(port, [...inOrder].reverse());
        await port.insert(database.records.holder(database.records.identity()));

        for (const limit of [1, 2, 3, 6, 7]) {
            const seen = await allDue(port, endOfTime, { limit });
            expectEqual(`Pages of ${limit} show each due record once, in order.`, seen, inOrder);
        }
        const atNoon = await allDue(port, noon, { after: duePositionOf(inOrder[2]) });
        expectEqual("A page ends at `until`, inclusively.", atNoon, inOrder.slice(3, 5));
        const ofTheLast = await allDue(port, noon, { after: duePositionOf(inOrder[4]) });
        expectEqual("Behind the last that is due there is nothing.", ofTheLast, []);
    });

    test("returns what is due behind a position where no record is, or no longer", async (database) => {
        const port = await database.open();
        const inOrder = ["b", "d", "f"].map((key) => due(database, noon, key));
        await insertAll(port, inOrder);
        const [, d] = inOrder;
        await port.delete(d.identityKey, d.key, 1);

        const behind = async (dueAt: string, key: string): Promise<StoredRecord[]> =>
            await allDue(port, endOfTime, { after: { dueAt, key } });
        expectEqual("The position's record is gone.", await behind(noon, "d"), [inOrder[2]]);
        expectEqual("The position is behind all.", await behind(noon, "g"), []);
        expectEqual("The position is behind all in time.", await behind(justAfterNoon, "a"), []);
        expectEqual("The position is before all.", await behind(justBeforeNoon, "z"), [inOrder[0], inOrder[2]]);
        const inThePast = await port.findDue(justBeforeNoon, 1000, { dueAt: noon, key: "a" });
        expectEqual("Nothing lies between a position and an earlier moment.", inThePast, []);
    });

    test("follows each change of dueAt", async (database) => {
        const port = await database.open();
        // Due all the time: no change of another record makes anybody forget it.
        const bystander = due(database, "2026-12-01T12:00:00.000Z");
        let record = due(database, noon);
        await insertAll(port, [bystander, record]);

        for (const dueAt of [justAfterNoon, null, justBeforeNoon, null, noon]) {
            record = next(record, { dueAt });
            await port.update(record, record.revision - 1);
            const expected = dueAt !== null && dueAt <= noon ? [bystander, record] : [bystander];
            await expectDue(`findDue follows an update to ${String(dueAt)}.`, port, noon, expected);
        }
        await port.delete(record.identityKey, record.key, record.revision);
        await expectDue("What was deleted is not due.", port, endOfTime, [bystander]);
    });
};

function due(database: DatabaseUnderTest, dueAt: string, key?: string): StoredRecord {
    const identityKey = database.records.identity();
    return database.records.holder(identityKey, { dueAt, ...(key === undefined ? {} : { key }) });
}

async function expectDue(
    obligation: string,
    port: PersistencePort,
    until: string,
    expected: StoredRecord[]
): Promise<void> {
    expectEqual(`${obligation} (findDue until ${until})`, await allDue(port, until), expected);
}
