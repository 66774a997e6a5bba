import type { PersistencePort, StoredRecord } from "../../../ports/PersistencePort";
import { allOf, expectEqual } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import type { DatabaseUnderTest } from "../DatabaseUnderTest";
import { endOfTime } from "../expectContent";
import { allDue, allScanned, listed, listedInPages } from "../pages";

/** More than adapters and databases cap answers at, unasked. */
const count = 2_100;
const atATime = 100;

export const manyRecords: ContractGroup = (test) => {
    test("returns every one of 2,100 records, and every one that is left after deletes", async (database) => {
        const { port, identityKey, records } = await withMany(database);
        for (const limit of [count, 700]) await expectAll(port, { identityKey, records, limit });

        const left = await deleteSome(port, records);
        await expectAll(port, { identityKey, records: left, limit: atATime });
    });
};

/** By each of the reads that return pages. */
async function expectAll(
    port: PersistencePort,
    { identityKey, records, limit }: { identityKey: string; records: readonly StoredRecord[]; limit: number }
): Promise<void> {
    const those = `all ${records.length} records`;
    expectEqual(`list without a limit returns ${those}.`, await listed(port, identityKey), records);
    const pages = await listedInPages(port, identityKey, limit);
    expectEqual(`Pages of ${limit} of list are ${those}.`, pages, records);
    expectEqual(`Pages of ${limit} of findDue are ${those}.`, await allDue(port, endOfTime, { limit }), records);
    expectEqual(`Pages of ${limit} of scan are ${those}.`, await allScanned(port, limit), records);
}

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

/** Whole pages in the middle, and every seventh of the rest. */
async function deleteSome(port: PersistencePort, records: readonly StoredRecord[]): Promise<StoredRecord[]> {
    const isGone = (index: number): boolean => (index >= 500 && index < 800) || index % 7 === 0;
    const gone = records.filter((_, index) => isGone(index));
    await inGroups(gone, ({ identityKey, key }) => port.delete(identityKey, key, 1));
    return records.filter((_, index) => !isGone(index));
}

async function inGroups<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
    for (let first = 0; first < items.length; first += atATime) {
        await allOf(items.slice(first, first + atATime).map(work));
    }
}
