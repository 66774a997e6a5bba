import type { PersistencePort, RecordPosition, StoredRecord } from "../../../ports/PersistencePort";
import { expectEqual } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import type { DatabaseUnderTest } from "../DatabaseUnderTest";
import { insertAll } from "../expectContent";
import { expectPage, listedInPages, positionOf } from "../pages";
import { next } from "../RecordFactory";

/** In the order of their code units, which is that of no language: upper case before lower, a prefix before its longer. */
const keysInOrder = ["-", "0", "00", "1", "10", "2", "A", "AA", "Aa", "B", "Z", "_", "a", "aA", "aa", "b", "z"];

/** In the order of time; the first is what a process of unknown age gets. */
const datesInOrder = [
    ...["0000-01-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z", "2026-03-29T01:30:00.000Z"],
    ...["2026-11-23T10:00:00.000Z", "2026-11-23T10:00:00.001Z", "9999-12-31T23:59:59.999Z"]
];

export const orderAndPaging: ContractGroup = (test) => {
    test("lists by createdAt, and never by key or in the order of writing", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const keys = ["f", "b", "d", "a", "e", "c"];
        const inOrder = datesInOrder.map((createdAt, index) => {
            return database.records.past(identityKey, { createdAt, key: keys[index] });
        });
        await insertAll(port, shuffled(inOrder));

        expectEqual("list returns records by createdAt.", await port.list(identityKey), inOrder);
    });

    test("lists what was created in the same millisecond by key, compared as plain text", async (database) => {
        const { port, identityKey, records } = await withSameCreation(database);

        expectEqual("list returns records of one createdAt by key.", await port.list(identityKey), records);
    });

    test("keeps the order when a record is updated, and follows a changed createdAt", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const [first, second, third] = [1, 2, 3].map(() => database.records.past(identityKey));
        await insertAll(port, [first, second, third]);

        await port.update(next(first), 1);
        const updated = await port.list(identityKey);
        expectEqual("An update leaves a record in its place.", updated, [next(first), second, third]);

        const moved = next(second, { createdAt: "2027-01-01T00:00:00.000Z" });
        await port.update(moved, 1);
        const listed = await port.list(identityKey);
        expectEqual("A changed createdAt changes the place.", listed, [next(first), third, moved]);
    });

    test("begins behind the position that is named", async (database) => {
        const { port, identityKey, records } = await withSameCreation(database);

        for (const [index, record] of records.entries()) {
            const page = await port.list(identityKey, positionOf(record));
            expectEqual("list begins behind `after`.", page, records.slice(index + 1));
        }
    });

    test("begins behind a position where no record is, or no longer", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const createdAt = "2026-11-23T12:00:00.000Z";
        const [first, second, third] = ["B", "a", "c"].map((key) => {
            return database.records.past(identityKey, { key, createdAt });
        });
        await insertAll(port, [first, second, third]);
        await port.delete(identityKey, second.key, 1);

        const pages: [RecordPosition, StoredRecord[]][] = [
            [positionOf(second), [third]],
            [{ createdAt, key: "A" }, [first, third]],
            [{ createdAt, key: "b" }, [third]],
            [{ createdAt, key: "d" }, []],
            [{ createdAt: "2026-11-23T11:59:59.999Z", key: "z" }, [first, third]],
            [{ createdAt: "2026-11-23T12:00:00.001Z", key: "A" }, []]
        ];
        for (const [after, expected] of pages) {
            const obligation = `list begins behind ${JSON.stringify(after)}, though no record is there.`;
            expectEqual(obligation, await port.list(identityKey, after), expected);
        }
    });

    test("lists at most as many as the limit says", async (database) => {
        const { port, identityKey, records } = await withSameCreation(database);

        for (const limit of [1, 2, records.length - 1, records.length, records.length + 1, 1000]) {
            const page = await port.list(identityKey, undefined, limit);
            expectPage(`list returns at most ${limit}, the first ones.`, page, records, limit);

            const later = await port.list(identityKey, positionOf(records[2]), limit);
            expectPage(`list returns at most ${limit} behind \`after\`.`, later, records.slice(3), limit);
        }
    });

    test("lists all where no limit is named", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const records = Array.from({ length: 250 }, () => database.records.past(identityKey));
        await insertAll(port, records);

        expectEqual("list without a limit returns all.", await port.list(identityKey), records);
    });

    test("shows each record once to a reader who goes from page to page", async (database) => {
        const { port, identityKey, records } = await withSameCreation(database);

        for (const limit of [1, 3]) {
            const seen = await listedInPages(port, identityKey, limit);
            expectEqual(`Pages of ${limit} show each record once, in order.`, seen, records);
        }
    });
};

async function withSameCreation(
    database: DatabaseUnderTest
): Promise<{ port: PersistencePort; identityKey: string; records: StoredRecord[] }> {
    const port = await database.open();
    const identityKey = database.records.identity();
    const createdAt = "2026-11-23T12:00:00.000Z";
    const records = keysInOrder.map((key) => database.records.past(identityKey, { key, createdAt }));
    await insertAll(port, shuffled(records));
    return { port, identityKey, records };
}

/** The same disorder each time: the second half backwards, each followed by one of the first half. */
function shuffled(records: readonly StoredRecord[]): StoredRecord[] {
    const half = Math.floor(records.length / 2);
    const later = records.slice(half).reverse();
    return later.flatMap((record, index) => (index < half ? [record, records[index]] : [record]));
}
