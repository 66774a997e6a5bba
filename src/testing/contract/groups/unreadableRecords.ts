import { isUnreadable, type PageEntry, type PersistencePort, type StoredRecord } from "../../../ports/PersistencePort";
import { PersistenceError } from "../../../ports/PersistenceError";
import { broken, expectEqual, expectFailure } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import type { DatabaseUnderTest } from "../DatabaseUnderTest";
import { endOfTime, expectContent, insertAll } from "../expectContent";
import { duePositionOf, entriesOf } from "../pages";
import { next } from "../RecordFactory";

type Page = (port: PersistencePort, damaged: StoredRecord) => Promise<PageEntry[]>;

const pages: Readonly<Record<string, Page>> = {
    list: (port, { identityKey }) => port.list(identityKey),
    findDue: (port) => {
        const page = (last?: PageEntry) => port.findDue(endOfTime, 10, last === undefined ? last : duePositionOf(last));
        return entriesOf("findDue", 10, page);
    },
    scan: (port) => entriesOf("scan", 10, (last?: PageEntry) => port.scan(last?.key, 10))
};

export const unreadableRecords: ContractGroup = (test) => {
    for (const [method, read] of Object.entries(pages)) {
        test(
            `shows an unreadable record in its place by ${method}, or rejects with corrupt`,
            async (database) => {
                const { port, damaged } = await withDamaged(database);
                const entries = await entriesOrCorrupt(() => read(port, damaged));
                if (entries === "corrupt") return;

                const keys = method === "list" ? ["b"] : ["a", "b", "c"];
                expectEqual(`${method} leaves out nothing.`, entries.map(keyOf), keys);
                expectUnreadable(
                    method,
                    entries.find(({ key }) => key === damaged.key)!,
                    damaged
                );
            },
            { hook: "damage" }
        );
    }

    test(
        "says corrupt by findCurrent and findByLookup of an unreadable record",
        async (database) => {
            const { port, damaged } = await withDamaged(database);
            const obligation = "A record that cannot be read is corrupt, and is neither absent nor made up.";
            await expectFailure(obligation, "corrupt", () => port.findCurrent(damaged.identityKey));
            await expectFailure(obligation, "corrupt", () => port.findByLookup(damaged.lookup));
        },
        { hook: "damage" }
    );

    test(
        "keeps the slot, the key and the lookup of an unreadable record held, and others as they are",
        async (database) => {
            const { port, damaged, others } = await withDamaged(database);
            const { identityKey, key, lookup } = damaged;
            const obligation = "An unreadable record costs only itself.";
            const rival = database.records.holder(identityKey);
            await expectFailure(obligation, "slotTaken", () => port.insert(rival));
            const namesake = database.records.past(identityKey, { lookup });
            await expectFailure(obligation, "duplicate", () => port.insert(namesake));
            const twin = database.records.holder(database.records.identity(), { key });
            await expectFailure(obligation, "duplicate", () => port.insert(twin));

            for (const other of others) {
                expectEqual(obligation, await port.findByLookup(other.lookup), other);
                expectEqual(obligation, await port.findCurrent(other.identityKey), [other]);
                await port.update(next(other), 1);
                expectEqual(obligation, await port.findByLookup(other.lookup), next(other));
            }
        },
        { hook: "damage" }
    );

    test(
        "deletes an unreadable record like any other",
        async (database) => {
            const { port, damaged, others } = await withDamaged(database);
            const { identityKey, key } = damaged;
            await expectFailure("Its revision counts.", "staleRevision", () => port.delete(identityKey, key, 7));

            await port.delete(identityKey, key, 1);

            await expectContent("An unreadable record can be deleted.", port, others, [identityKey]);
            await port.insert(damaged);
        },
        { hook: "damage" }
    );
};

/** Three that are due, of three Identities; the one in the middle is unreadable. */
async function withDamaged(
    database: DatabaseUnderTest
): Promise<{ port: PersistencePort; damaged: StoredRecord; others: StoredRecord[] }> {
    const port = await database.open();
    const [first, damaged, last] = ["a", "b", "c"].map((key) => {
        return database.records.holder(database.records.identity(), { key, dueAt: endOfTime });
    });
    await insertAll(port, [first, damaged, last]);
    await database.damage(damaged);
    return { port, damaged, others: [first, last] };
}

async function entriesOrCorrupt(read: () => Promise<PageEntry[]>): Promise<PageEntry[] | "corrupt"> {
    try {
        return await read();
    } catch (error) {
        if (PersistenceError.kindOf(error) === "corrupt") return "corrupt";
        throw error;
    }
}

function expectUnreadable(method: string, entry: PageEntry, { dueAt, createdAt, key }: StoredRecord): void {
    const obligation = `${method} says of an unreadable record that it is one, and what the page is ordered by.`;
    if (!isUnreadable(entry)) broken(obligation, "an UnreadableRecord (or damage() damages nothing)", "a record");
    if (method === "list") expectEqual(obligation, [entry.createdAt, entry.key], [createdAt, key]);
    if (method === "findDue") expectEqual(obligation, [entry.dueAt, entry.key], [dueAt, key]);
}

function keyOf({ key }: PageEntry): string {
    return key;
}
