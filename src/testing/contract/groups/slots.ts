import type { PersistencePort, StoredRecord } from "../../../ports/PersistencePort";
import { allOf, expectEqual, expectFailure, expectOneWinner, outcomesOf } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import type { DatabaseUnderTest } from "../DatabaseUnderTest";
import { expectContent, insertAll } from "../expectContent";
import { next } from "../RecordFactory";

const concurrentInserts = 100;

export const slots: ContractGroup = (test) => {
    test("refuses a second record in one slot", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const [first, second] = [database.records.holder(identityKey), database.records.holder(identityKey)];
        await port.insert(first);

        await expectFailure("At most one record holds a slot.", "slotTaken", () => port.insert(second));
        await expectContent("A refused insert changes nothing.", port, [first]);
    });

    test("lets each Identity have its own slot, and any number of records outside it", async (database) => {
        const port = await database.open();
        const [alice, bob] = [database.records.identity(), database.records.identity()];
        const records = [
            ...[1, 2, 3].map(() => database.records.past(alice)),
            database.records.holder(alice),
            database.records.holder(bob)
        ];
        await insertAll(port, records);

        await expectContent("Records in different slots do not exclude each other.", port, records);
    });

    test("refuses an update into a slot that another record holds", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const [past, holder] = [database.records.past(identityKey), database.records.holder(identityKey)];
        await insertAll(port, [past, holder]);

        const taking = next(past, { slot: identityKey, dueAt: past.createdAt, unsettled: true, data: { taken: true } });
        await expectFailure("No update takes a slot that is held.", "slotTaken", () => port.update(taking, 1));
        await expectContent("A refused update changes nothing.", port, [past, holder]);
    });

    test("lets the holder be updated in its own slot", async (database) => {
        const port = await database.open();
        const holder = database.records.holder(database.records.identity());
        await port.insert(holder);

        await port.update(next(holder), 1);

        await expectContent("A record is not in its own way.", port, [next(holder)]);
    });

    test("frees the slot when the holder leaves it, and gives it to the next", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const [first, second, third] = [1, 2, 3].map(() => database.records.holder(identityKey));

        await port.insert(first);
        const gone = next(first, { slot: first.key });
        await port.update(gone, 1);
        await port.insert(second);
        await port.delete(identityKey, second.key, 1);
        await port.insert({ ...third, slot: third.key });
        const taking = next(third);
        await port.update(taking, 1);

        await expectContent("A slot that was left is free.", port, [gone, taking]);
        await expectFailure("A slot that was taken again is held.", "slotTaken", () => port.insert(second));
    });

    test(
        "sees at once what another port has taken and left",
        async (database) => {
            const [one, other] = await database.openSeveral();
            const identityKey = database.records.identity();
            const [first, second, third] = [1, 2, 3].map(() => database.records.holder(identityKey));
            expectEqual("Nothing holds the slot.", await one.findCurrent(identityKey), []);
            const missing = await one.findByLookup(first.lookup);
            expectEqual("Nothing has the lookup.", missing, undefined);

            await other.insert(first);
            expectEqual("A read sees another port's insert.", await one.findCurrent(identityKey), [first]);
            expectEqual("A read sees another port's insert.", await one.findByLookup(first.lookup), first);
            await expectFailure("Another port holds the slot.", "slotTaken", () => one.insert(second));
            await one.delete(identityKey, first.key, 1);
            expectEqual("A read sees another port's delete.", await other.findByLookup(first.lookup), undefined);
            await other.insert(second);
            await other.update(next(second, { slot: second.key }), 1);
            await one.insert(third);
            expectEqual("A read sees another port's update.", await other.findCurrent(identityKey), [third]);
        },
        { many: true }
    );

    test("lets exactly one of many concurrent inserts into one slot win", async (database) => {
        const identityKey = database.records.identity();
        const candidates = many(() => database.records.holder(identityKey));
        await expectOneInserted(database, candidates, "slotTaken");
    });

    test("lets exactly one of many concurrent inserts of one key win", async (database) => {
        const candidates = many(() => database.records.holder(database.records.identity(), { key: "contested" }));
        await expectOneInserted(database, candidates, "duplicate");
    });

    test("lets exactly one of many concurrent inserts of one lookup win", async (database) => {
        const { identityKey, lookup } = database.records.past(database.records.identity());
        const candidates = many(() => database.records.past(identityKey, { lookup }));
        await expectOneInserted(database, candidates, "duplicate");
    });

    test("lets exactly one of many concurrent updates into one slot win", async (database) => {
        const ports = await database.openSeveral();
        const identityKey = database.records.identity();
        const before = Array.from({ length: 20 }, () => database.records.past(identityKey));
        await insertAll(ports[0], before);

        const obligation = "Of concurrent updates into one slot, exactly one wins.";
        const calls = before.map((record, index) => {
            return () => portFor(ports, index).update(next(record, { slot: identityKey }), 1);
        });
        const winner = expectOneWinner(obligation, await outcomesOf(obligation, calls), ["slotTaken"]);

        const after = before.map((record, index) => (index === winner ? next(record, { slot: identityKey }) : record));
        for (const port of ports) await expectContent("Updates that lost changed nothing.", port, after);
    });

    test("lets concurrent inserts into different slots all win", async (database) => {
        const ports = await database.openSeveral();
        const records = many(() => database.records.holder(database.records.identity()));

        await allOf(records.map((record, index) => portFor(ports, index).insert(record)));

        await expectContent("Inserts into different slots do not hinder each other.", ports[0], records);
    });
};

async function expectOneInserted(
    database: DatabaseUnderTest,
    candidates: StoredRecord[],
    loss: "slotTaken" | "duplicate"
): Promise<void> {
    const ports = await database.openSeveral();
    const obligation = "Of concurrent inserts that exclude each other, exactly one wins, and each loser learns why.";
    const outcomes = await outcomesOf(
        obligation,
        candidates.map((record, index) => () => portFor(ports, index).insert(record))
    );
    const winner = candidates[expectOneWinner(obligation, outcomes, [loss])];
    const identityKeys = candidates.map((record) => record.identityKey);
    for (const port of ports) await expectContent("Only the winner is stored.", port, [winner], identityKeys);
}

function portFor(ports: PersistencePort[], index: number): PersistencePort {
    return ports[index % ports.length];
}

function many(create: () => StoredRecord): StoredRecord[] {
    return Array.from({ length: concurrentInserts }, create);
}
