import type { PersistencePort, StoredRecord } from "../../../ports/PersistencePort";
import { expectEqual } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import type { DatabaseUnderTest } from "../DatabaseUnderTest";
import { endOfTime, insertAll } from "../expectContent";
import { allScanned, expectPage } from "../pages";
import { next } from "../RecordFactory";

/** In the order of their code units, which is that of no language: upper case before lower, a prefix before its longer. */
const keysInOrder = [
    "!",
    "-",
    "0",
    "00",
    "1",
    "10",
    "2",
    "A",
    "AA",
    "Aa",
    "B",
    "Z",
    "_",
    "a",
    "aA",
    "aa",
    "b",
    "z",
    "~"
];

export const allRecords: ContractGroup = (test) => {
    test("returns every record of every Identity by key, compared as plain text", async (database) => {
        const { port, records } = await withRecords(database);

        expectEqual("scan returns all records by key.", await allScanned(port), records);
    });

    test("scans at most as many as the limit says", async (database) => {
        const { port, records } = await withRecords(database);

        for (const limit of [1, 2, records.length - 1, records.length, records.length + 1]) {
            const page = await port.scan(undefined, limit);
            expectPage(`scan returns at most ${limit}, the first ones.`, page, records, limit);
        }
    });

    test("scans behind the key that is named, whether it is there or not", async (database) => {
        const { port, records } = await withRecords(database);

        for (const [index, { key }] of records.entries()) {
            const behind = records.slice(index + 1);
            expectPage("scan begins behind `after`.", await port.scan(key, 1000), behind, 1000);
            const page = await port.scan(`${key} `, 3);
            expectPage("scan begins behind a key that is not there.", page, behind, 3);
        }
    });

    test("returns each record once to a reader who scans from page to page", async (database) => {
        const { port, records } = await withRecords(database);

        for (const limit of [1, 3, records.length]) {
            expectEqual(`Pages of ${limit} show each record once, in order.`, await allScanned(port, limit), records);
        }
    });

    test("scans on while records before and behind the page come, change and go", async (database) => {
        const port = await database.open();
        const records = ["b", "d", "f", "h"].map((key) => database.records.past(database.records.identity(), { key }));
        const [b, d, f, h] = records;
        const [a, g] = ["a", "g"].map((key) => database.records.past(database.records.identity(), { key }));
        await insertAll(port, records);
        expectPage("scan returns the first page.", await port.scan(undefined, 2), [b, d], 2);

        await insertAll(port, [a, g]);
        await port.delete(d.identityKey, d.key, 1);
        await port.update(next(h), 1);

        expectPage("The next page is as the store is now.", await port.scan(d.key, 10), [f, g, next(h)], 10);
        const now = [a, b, f, g, next(h)];
        expectEqual("A scan from the start is as the store is now.", await allScanned(port), now);
    });

    test("returns nothing where there is nothing, and nothing behind the last", async (database) => {
        const port = await database.open();
        expectEqual("An empty store has no records.", await port.scan(undefined, 10), []);
        expectEqual("An empty store has no records.", await port.scan("0", 10), []);

        const record = database.records.holder(database.records.identity());
        await port.insert(record);
        expectEqual("There is nothing behind the last record.", await port.scan(record.key, 10), []);
    });
};

/** Of many Identities, settled and not, due and not; inserted in disorder. */
async function withRecords(database: DatabaseUnderTest): Promise<{ port: PersistencePort; records: StoredRecord[] }> {
    const port = await database.open();
    const shared = database.records.identity();
    const records = keysInOrder.map((key, index) => {
        if (index % 3 === 0) return database.records.holder(database.records.identity(), { key, dueAt: endOfTime });
        return database.records.past(shared, { key, unsettled: index % 3 === 1 });
    });
    await insertAll(port, [...records.slice(9), ...records.slice(0, 9).reverse()]);
    return { port, records };
}
