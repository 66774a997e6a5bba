import type { PersistenceErrorKind } from "../../../ports/PersistenceError";
import type { PersistencePort, StoredRecord } from "../../../ports/PersistencePort";
import { allOf, broken, expectEqual, type Outcome, outcomesOf } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import type { DatabaseUnderTest } from "../DatabaseUnderTest";
import { firstDifference } from "../firstDifference";
import { insertAll } from "../expectContent";
import { listed, positionOf } from "../pages";
import { next, type RecordFactory } from "../RecordFactory";

const identities = 50;
const obligation = "Concurrent writes end as if they had been made one after the other, in some order.";

type Write =
    | { readonly how: "insert"; readonly record: StoredRecord }
    | { readonly how: "update"; readonly record: StoredRecord; readonly expectedRevision: number }
    | { readonly how: "delete"; readonly record: StoredRecord; readonly expectedRevision: number };

/** The writes that are made at the same moment for one Identity, and the records that are there before. */
interface Contest {
    readonly identityKey: string;
    readonly before: readonly StoredRecord[];
    readonly writes: readonly Write[];
}

/** Many adapters have writes that wait at the same moment share a transaction. Each keeps an outcome of its own. */
export const manyAtOnce: ContractGroup = (test) => {
    test("ends hundreds of concurrent writes with conflicts as some order of them would", async (database) => {
        await expectSomeOrder(database, [await database.open()]);
    });

    test(
        "ends hundreds of concurrent writes through several ports as some order of them would",
        async (database) => await expectSomeOrder(database, await database.openSeveral()),
        { many: true }
    );

    test("answers each of many lists that are asked for at once with its own page", async (database) => {
        const port = await database.open();
        const lists = Array.from({ length: identities }, () => {
            const identityKey = database.records.identity();
            return [0, 1, 2].map(() => database.records.past(identityKey));
        });
        await insertAll(port, lists.flat());
        const asked = lists.flatMap((records) => [
            { after: undefined, limit: undefined, page: records },
            { after: undefined, limit: 2, page: records.slice(0, 2) },
            { after: positionOf(records[0]), limit: undefined, page: records.slice(1) },
            { after: positionOf(records[0]), limit: 1, page: records.slice(1, 2) },
            { after: positionOf(records[2]), limit: 1, page: [] }
        ]);

        const pages = await allOf(
            asked.map(async ({ after, limit }, index) => {
                return await port.list(lists[Math.floor(index / 5)][0].identityKey, after, limit);
            })
        );

        pages.forEach((page, index) => expectEqual("list answers each call for itself.", page, asked[index].page));
    });
};

async function expectSomeOrder(database: DatabaseUnderTest, ports: PersistencePort[]): Promise<void> {
    const contests = Array.from({ length: identities }, () => contestOf(database.records));
    for (const { before } of contests) await insertAll(ports[0], before);

    // The writes of all Identities are mixed, so that those of one are not next to each other.
    const calls = contests[0].writes.flatMap((_write, index) =>
        contests.map((each) => ({ write: each.writes[index] }))
    );
    const made = calls.map(
        ({ write }, index) =>
            () =>
                carryOut(ports[index % ports.length], write)
    );
    const outcomes = await outcomesOf(obligation, made);

    for (const [place, { identityKey, before, writes }] of contests.entries()) {
        const answers = writes.map((_write, index) => outcomes[index * identities + place]);
        const after = await listed(ports[ports.length - 1], identityKey);
        if (!someOrderEndsSo(before, writes, answers, after)) {
            const [wanted, came] = [
                `an order of ${described(writes)} that ends so`,
                `none does: ${answers.join(", ")}`
            ];
            broken(obligation, wanted, `${came}; stored are ${after.map(shown).join(", ")}`);
        }
    }
}

function contestOf(records: RecordFactory): Contest {
    const identityKey = records.identity();
    const [holder, past] = [records.holder(identityKey), records.past(identityKey)];
    const text = "quotes \"'`, a backslash \\, commas, {braces}, [brackets], \u0000 and é";
    const insert = (record: StoredRecord): Write => ({ how: "insert", record });
    const update = (record: StoredRecord): Write => ({ how: "update", record, expectedRevision: 1 });
    return {
        identityKey,
        before: [holder, past],
        writes: [
            update(next(holder, { slot: holder.key, data: { left: true } })),
            insert(records.holder(identityKey, { data: { text } })),
            update(next(holder, { data: { kept: true } })),
            insert(records.past(identityKey, { lookup: holder.lookup })),
            update(next(past, { slot: identityKey, dueAt: past.createdAt })),
            insert(records.past(identityKey, { unsettled: true })),
            { how: "delete", record: past, expectedRevision: 1 },
            insert(records.holder(identityKey))
        ]
    };
}

async function carryOut(port: PersistencePort, write: Write): Promise<void> {
    const { how, record } = write;
    if (how === "insert") await port.insert(record);
    else if (how === "update") await port.update(record, write.expectedRevision);
    else await port.delete(record.identityKey, record.key, write.expectedRevision);
}

/** Tries every order in which the writes, one after the other, have these outcomes. */
function someOrderEndsSo(
    stored: readonly StoredRecord[],
    writes: readonly Write[],
    outcomes: readonly Outcome[],
    after: readonly StoredRecord[]
): boolean {
    if (writes.length === 0) return firstDifference(inOrder(stored), inOrder(after)) === undefined;
    return writes.some((write, index) => {
        const refusal = refusalOf(write, stored);
        if (outcomes[index] !== (refusal ?? "done")) return false;
        const changed = refusal === undefined ? changedBy(write, stored) : stored;
        return someOrderEndsSo(changed, without(writes, index), without(outcomes, index), after);
    });
}

/** What the port says of a write that is made alone. */
function refusalOf(write: Write, stored: readonly StoredRecord[]): PersistenceErrorKind | undefined {
    const { record } = write;
    const same = stored.find(({ key }) => key === record.key);
    if (write.how !== "insert" && same === undefined) return "notFound";
    if (write.how !== "insert" && same?.revision !== write.expectedRevision) return "staleRevision";
    if (write.how === "delete") return undefined;
    const others = stored.filter(({ key }) => key !== record.key);
    if (others.some(({ slot }) => slot === record.slot)) return "slotTaken";
    const isDuplicate = write.how === "insert" && same !== undefined;
    return isDuplicate || others.some(({ lookup }) => lookup === record.lookup) ? "duplicate" : undefined;
}

function changedBy({ how, record }: Write, stored: readonly StoredRecord[]): StoredRecord[] {
    const others = stored.filter(({ key }) => key !== record.key);
    return how === "delete" ? others : [...others, record];
}

function without<Item>(items: readonly Item[], index: number): Item[] {
    return items.filter((_item, place) => place !== index);
}

function inOrder(records: readonly StoredRecord[]): StoredRecord[] {
    return [...records].sort((one, other) => (one.key < other.key ? -1 : 1));
}

function described(writes: readonly Write[]): string {
    return writes.map(({ how, record }) => `${how} ${shown(record)}`).join(", ");
}

function shown({ key, revision, slot }: StoredRecord): string {
    return `${key} revision ${revision}${slot === key ? "" : " in the slot"}`;
}
