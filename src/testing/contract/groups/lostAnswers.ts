import type { PersistencePort, StoredRecord } from "../../../ports/PersistencePort";
import { expectEqual, outcomeOf } from "../assertions";
import type { ContractGroup, ContractTest } from "../ContractGroup";
import type { DatabaseUnderTest } from "../DatabaseUnderTest";
import { expectContent, insertAll } from "../expectContent";
import { next } from "../RecordFactory";

export const lostAnswers: ContractGroup = (test) => {
    whereAnswersAreLost(test, "insert", async (database, port, others) => {
        const record = database.records.holder(database.records.identity());
        await expectNotItsOwnRival(database, () => port.insert(record));
        await expectWhollyOrNot(port, others, { without: undefined, with: record });
    });

    whereAnswersAreLost(test, "update", async (database, port, others) => {
        const record = database.records.holder(database.records.identity());
        await port.insert(record);
        const updated = next(record, { slot: record.key, data: { updated: true } });
        await expectNotItsOwnRival(database, () => port.update(updated, 1));
        await expectWhollyOrNot(port, others, { without: record, with: updated });
    });

    whereAnswersAreLost(test, "delete", async (database, port, others) => {
        const record = database.records.holder(database.records.identity());
        await port.insert(record);
        await expectNotItsOwnRival(database, () => port.delete(record.identityKey, record.key, 1));
        await expectWhollyOrNot(port, others, { without: record, with: undefined });
    });
};

function whereAnswersAreLost(
    test: ContractTest,
    method: "insert" | "update" | "delete",
    body: (database: DatabaseUnderTest, port: PersistencePort, others: StoredRecord[]) => Promise<void>
): void {
    test(
        `never takes its own record for another's where the answer to ${method} is lost`,
        async (database) => {
            const port = await database.open();
            const others = [1, 2].map(() => database.records.holder(database.records.identity()));
            await insertAll(port, others);
            await body(database, port, others);
            const another = database.records.holder(database.records.identity());
            await port.insert(another);
            expectEqual("The port works on.", await port.findByLookup(another.lookup), another);
        },
        { hook: "loseNextAnswer" }
    );
}

async function expectNotItsOwnRival(database: DatabaseUnderTest, call: () => Promise<void>): Promise<void> {
    await database.loseNextAnswer();
    const obligation =
        "A write whose answer was lost is unavailable, or resolves; it is not refused because of itself.";
    const outcome = await outcomeOf(obligation, call);
    if (outcome !== "done") expectEqual(obligation, outcome, "unavailable");
}

async function expectWhollyOrNot(
    port: PersistencePort,
    others: readonly StoredRecord[],
    stored: { without: StoredRecord | undefined; with: StoredRecord | undefined }
): Promise<void> {
    const { identityKey, lookup } = (stored.with ?? stored.without)!;
    const found = await port.findByLookup(lookup);
    const expected = found?.revision === stored.with?.revision ? stored.with : stored.without;
    const left = expected === undefined ? [...others] : [...others, expected];
    await expectContent("A write whose answer was lost has happened wholly or not at all.", port, left, [identityKey]);
}
