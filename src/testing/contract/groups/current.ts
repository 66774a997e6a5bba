import { expectEqual } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import { insertAll } from "../expectContent";
import { next } from "../RecordFactory";

export const current: ContractGroup = (test) => {
    test("finds the holder of the slot among any number of other records", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const past = Array.from({ length: 20 }, () => database.records.past(identityKey));
        const holder = database.records.holder(identityKey);
        await insertAll(port, [...past.slice(0, 10), holder, ...past.slice(10)]);

        const found = await port.findCurrent(identityKey);
        expectEqual("findCurrent returns the holder of the slot, and no settled record next to it.", found, [holder]);
    });

    test("finds unsettled records where nothing holds the slot", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const unsettled = database.records.past(identityKey, { unsettled: true });
        await insertAll(port, [database.records.past(identityKey), unsettled, database.records.past(identityKey)]);

        const found = await port.findCurrent(identityKey);
        expectEqual("findCurrent returns the unsettled records.", found, [unsettled]);
    });

    test("names a record once that holds the slot and is unsettled", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const holder = database.records.holder(identityKey, { unsettled: true });
        await insertAll(port, [holder, database.records.past(identityKey)]);

        expectEqual("findCurrent names no record twice.", await port.findCurrent(identityKey), [holder]);
    });

    test("returns holder and unsettled records by createdAt, then key", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const createdAt = "2026-11-23T12:00:00.000Z";
        const inOrder = [
            database.records.past(identityKey, { key: "z", createdAt: "2026-11-23T11:59:59.999Z", unsettled: true }),
            database.records.past(identityKey, { key: "B", createdAt, unsettled: true }),
            database.records.holder(identityKey, { key: "Bb", createdAt, unsettled: true }),
            database.records.past(identityKey, { key: "a", createdAt, unsettled: true }),
            database.records.past(identityKey, { key: "A", createdAt: "2026-11-23T12:00:00.001Z", unsettled: true })
        ];
        await insertAll(
            port,
            [3, 0, 4, 2, 1].map((place) => inOrder[place])
        );

        const found = await port.findCurrent(identityKey);
        expectEqual("findCurrent returns records by createdAt, then key.", found, inOrder);
    });

    test("leaves out a record of another Identity that holds a slot of that name", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const past = database.records.past(identityKey);
        await port.insert(past);

        const found = await port.findCurrent(past.key);
        expectEqual("findCurrent asks for the Identity, not for the slot alone.", found, []);
    });

    test("follows each change of slot and of unsettled", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        let record = database.records.past(identityKey);
        await port.insert(record);
        expectEqual("A settled record outside the slot is not current.", await port.findCurrent(identityKey), []);

        for (const changes of [
            { unsettled: true },
            { slot: identityKey },
            { unsettled: false },
            { slot: record.key },
            { slot: identityKey, unsettled: true },
            { slot: record.key, unsettled: false }
        ]) {
            record = next(record, changes);
            await port.update(record, record.revision - 1);
            const isCurrent = record.slot === identityKey || record.unsettled;
            const obligation = `findCurrent follows an update to ${JSON.stringify(changes)}.`;
            expectEqual(obligation, await port.findCurrent(identityKey), isCurrent ? [record] : []);
        }
    });

    test("goes on finding what is unsettled when another record of the Identity is settled or goes", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const [first, second, third] = [1, 2, 3].map(() => database.records.past(identityKey, { unsettled: true }));
        await insertAll(port, [first, second, third]);

        await port.update(next(first, { unsettled: false }), 1);
        const obligation = "findCurrent finds each unsettled record, whatever becomes of another.";
        expectEqual(obligation, await port.findCurrent(identityKey), [second, third]);
        await port.delete(identityKey, second.key, 1);
        expectEqual(obligation, await port.findCurrent(identityKey), [third]);
    });

    test("no longer finds what was deleted", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const [holder, unsettled] = [
            database.records.holder(identityKey),
            database.records.past(identityKey, { unsettled: true })
        ];
        await insertAll(port, [holder, unsettled]);

        await port.delete(identityKey, unsettled.key, 1);
        expectEqual("A deleted record is not current.", await port.findCurrent(identityKey), [holder]);
        await port.delete(identityKey, holder.key, 1);
        expectEqual("A deleted record is not current.", await port.findCurrent(identityKey), []);
    });
};
