import { expectFailure } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import { expectContent, insertAll } from "../expectContent";
import { next } from "../RecordFactory";

export const failures: ContractGroup = (test) => {
    test("insert says slotTaken where another record holds the slot", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const stored = database.records.holder(identityKey);
        await port.insert(stored);

        await expectFailure("A held slot differs from a duplicate.", "slotTaken", () =>
            port.insert(database.records.holder(identityKey))
        );
        await expectContent("A refused insert changes nothing.", port, [stored]);
    });

    test("insert says duplicate where another record has the key, of whatever Identity", async (database) => {
        const port = await database.open();
        const [alice, bob] = [database.records.identity(), database.records.identity()];
        const stored = database.records.past(alice);
        await port.insert(stored);

        for (const identityKey of [alice, bob]) {
            await expectFailure("A key is unique among all records.", "duplicate", () =>
                port.insert(database.records.holder(identityKey, { key: stored.key }))
            );
        }
        await expectContent("A refused insert changes nothing.", port, [stored], [bob]);
    });

    test("insert says duplicate where another record has the lookup", async (database) => {
        const port = await database.open();
        const stored = database.records.holder(database.records.identity());
        await port.insert(stored);

        const namesake = database.records.past(stored.identityKey, { lookup: stored.lookup });
        await expectFailure("A lookup is unique among all records.", "duplicate", () => port.insert(namesake));
        await expectContent("A refused insert changes nothing.", port, [stored]);
    });

    test("insert refuses the very record that is stored already", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const records = [database.records.past(identityKey), database.records.holder(identityKey)];
        await insertAll(port, records);

        for (const record of records) {
            for (const again of [record, { ...record, data: { again: true } }]) {
                await expectFailure("No record is stored twice.", ["slotTaken", "duplicate"], () => port.insert(again));
            }
        }
        await expectContent("A refused insert changes nothing.", port, records);
    });

    test("update says notFound where there is no such record", async (database) => {
        const port = await database.open();
        const [stored, missing] = [1, 2].map(() => database.records.holder(database.records.identity()));
        await port.insert(stored);

        await expectFailure("Nothing is updated into being.", "notFound", () => port.update(next(missing), 1));
        await expectContent("A refused update changes nothing.", port, [stored], [missing.identityKey]);

        await port.delete(stored.identityKey, stored.key, 1);
        await expectFailure("What was deleted is not there.", "notFound", () => port.update(next(stored), 1));
        await expectContent("A refused update changes nothing.", port, [], [stored.identityKey]);
    });

    test("update says duplicate where another record has the new lookup", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const [first, second] = [database.records.past(identityKey), database.records.holder(identityKey)];
        await insertAll(port, [first, second]);

        const taking = next(first, { lookup: second.lookup, dueAt: first.createdAt, unsettled: true, data: {} });
        await expectFailure("No update takes another's lookup.", "duplicate", () => port.update(taking, 1));
        await expectContent("A refused update changes nothing.", port, [first, second]);
    });

    test("delete says notFound where there is no such record", async (database) => {
        const port = await database.open();
        const [stored, missing] = [1, 2].map(() => database.records.holder(database.records.identity()));
        await port.insert(stored);

        for (const { identityKey, key } of [missing, { ...missing, identityKey: stored.identityKey }]) {
            await expectFailure("Only what is there is deleted.", "notFound", () => port.delete(identityKey, key, 1));
        }
        await expectContent("A refused delete changes nothing.", port, [stored]);

        await port.delete(stored.identityKey, stored.key, 1);
        await expectFailure("What was deleted is not there.", "notFound", () =>
            port.delete(stored.identityKey, stored.key, 1)
        );
    });

    test("goes on working after each failure", async (database) => {
        const port = await database.open();
        const stored = database.records.holder(database.records.identity());
        const another = database.records.holder(database.records.identity());
        await port.insert(stored);

        const rival = database.records.holder(stored.identityKey);
        const namesake = database.records.past(stored.identityKey, { lookup: stored.lookup });
        await expectFailure("A held slot is refused.", "slotTaken", () => port.insert(rival));
        await expectFailure("A duplicate is refused.", "duplicate", () => port.insert(namesake));
        await expectFailure("A stale update is refused.", "staleRevision", () => port.update(next(stored), 7));
        await expectFailure("A missing record is not found.", "notFound", () => port.update(next(another), 1));

        await port.insert(another);
        await port.update(next(stored), 1);
        await expectContent("A failure leaves the port as able as before.", port, [next(stored), another]);
    });
};
