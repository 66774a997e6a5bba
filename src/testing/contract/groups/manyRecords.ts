import type { PersistencePort, StoredRecord } from "../../../ports/PersistencePort";
import { allOf, expectEqual } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import type { DatabaseUnderTest } from "../DatabaseUnderTest";
import { endOfTime } from "../expectContent";
import { allDue, allScanned, listed, listedInPages } from "../pages";

/** More than adapters and databases cap answers at, unasked. */
const count = 2_100;
const atATime = 100;
const limits = [count, 700];

export const manyRecords: ContractGroup = (test) => {
    test("lists every one of 2,100 records, and every one that is left after deletes", async (database) => {
        const { port, identityKey, records } = await withMany(database);
        expectEqual(`list returns all ${count}.`, await listed(port, identityKey), records);
        for (const limit of limits) {
            const found = await listedInPages(port, identityKey, limit);
            expectEqual(`Pages of ${limit} of list are all ${count}.`, found, records);
        }

        const left = await deleteMost(port, records);
        expectEqual("list returns what was not deleted.", await listed(port, identityKey), left);
        const found = await listedInPages(port, identityKey, atATime);
        expectEqual("Pages of list are what was not deleted.", found, left);
    });

    test("finds every one of 2,100 due records, and every one that is left after deletes", async (database) => {
        const { port, records } = await withMany(database);
        for (const limit of limits) {
            const found = await allDue(port, endOfTime, { limit });
            expectEqual(`Pages of ${limit} of findDue are all ${count}.`, found, records);
        }

        const left = await deleteMost(port, records);
        const found = await allDue(port, endOfTime, { limit: atATime });
        expectEqual("Pages of findDue are what was not deleted.", found, left);
    });

    test("scans every one of 2,100 records, and every one that is left after deletes", async (database) => {
        const { port, records } = await withMany(database);
        for (const limit of limits) {
            expectEqual(`Pages of ${limit} of scan are all ${count}.`, await allScanned(port, limit), records);
        }

        const left = await deleteMost(port, records);
        expectEqual("Pages of scan are what was not deleted.", await allScanned(port, atATime), left);
    });
};

/** Of one Identity, all due, in the order of `createdAt`, `dueAt` and key alike; many inserted at the same time. */
async function withMany(
    database: DatabaseUnderTest
): Promise<{ port: PersistencePort; identityKey: string; records: StoredRecord[] }> {
    const port = await database.open();
    const identityKey = database.records.identity();
    const records = Array.from({ length: count }, (_, index) => {
        const key = `many${String(index).padStart(6, "0")}`;
        const record = database.records.past(identityKey, { key, data: {} });
        return { ...record, dueAt: record.createdAt };
    });
    await inGroups(records, (record) => port.insert(record));
    return { port, identityKey, records };
}

/** Two of three, and all of the first half: whole pages are gone. */
async function deleteMost(port: PersistencePort, records: readonly StoredRecord[]): Promise<StoredRecord[]> {
    const isLeft = (index: number): boolean => index > count / 2 && index % 3 === 0;
    const gone = records.filter((_, index) => !isLeft(index));
    await inGroups(gone, ({ identityKey, key }) => port.delete(identityKey, key, 1));
    return records.filter((_, index) => isLeft(index));
}

async function inGroups<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
    for (let first = 0; first < items.length; first += atATime) {
        await allOf(items.slice(first, first + atATime).map(work));
    }
}
