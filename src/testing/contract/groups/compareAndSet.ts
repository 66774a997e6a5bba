import type { PersistencePort, StoredRecord } from "../../../ports/PersistencePort";
import { PersistenceError } from "../../../ports/PersistenceError";
import { allOf, broken, expectEqual, expectFailure, expectOneWinner, outcomesOf } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import { expectContent, insertAll } from "../expectContent";
import { next } from "../RecordFactory";
import { jsonOf } from "../../../domain/record/StoredRecord";

const writersPerPort = 10;
const rounds = 10;

export const compareAndSet: ContractGroup = (test) => {
    test("stores the revision that each update brings", async (database) => {
        const port = await database.open();
        let record = database.records.holder(database.records.identity());
        await port.insert(record);

        for (let revision = 1; revision <= 12; revision++) {
            record = next(record, { data: { writtenBy: revision } });
            await port.update(record, revision);
            await expectContent("An update stores the revision that it brings.", port, [record]);
        }
    });

    test("refuses an update of another revision than the stored one", async (database) => {
        const port = await database.open();
        const first = database.records.holder(database.records.identity());
        const second = next(first, { data: { writtenBy: "the first update" } });
        await port.insert(first);
        await port.update(second, 1);

        const stale = next(first, { slot: first.key, dueAt: first.createdAt, unsettled: true, data: { stale: true } });
        for (const expectedRevision of [0, 1, 3, 12, 20]) {
            await expectFailure("An update of another revision is refused.", "staleRevision", () =>
                port.update({ ...stale, revision: expectedRevision + 1 }, expectedRevision)
            );
            await expectContent("A refused update changes nothing.", port, [second]);
        }
    });

    test("refuses to delete another revision than the stored one", async (database) => {
        const port = await database.open();
        const first = database.records.holder(database.records.identity());
        await port.insert(first);
        await port.update(next(first), 1);

        for (const expectedRevision of [0, 1, 3, 12, 20]) {
            await expectFailure("A delete of another revision is refused.", "staleRevision", () =>
                port.delete(first.identityKey, first.key, expectedRevision)
            );
        }
        await expectContent("A refused delete changes nothing.", port, [next(first)]);
        await port.delete(first.identityKey, first.key, 2);
        await expectContent("A delete of the stored revision removes the record.", port, [], [first.identityKey]);
    });

    test("touches no other record of the Identity", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const [first, second, third] = [1, 2, 3].map(() => database.records.past(identityKey));
        await insertAll(port, [first, second, third]);

        await port.update(next(first, { data: { changed: true } }), 1);
        await port.delete(identityKey, second.key, 1);

        const left = [next(first, { data: { changed: true } }), third];
        await expectContent("A change touches the named record only.", port, left);
    });

    test("lets exactly one of many concurrent updates of one revision win", async (database) => {
        const ports = await database.openSeveral();
        const record = database.records.holder(database.records.identity());
        await ports[0].insert(record);

        const obligation = "Of concurrent updates of one revision, exactly one wins.";
        const updates = writers(ports).map((port, writer) => ({ port, record: next(record, { data: { writer } }) }));
        const outcomes = await outcomesOf(
            obligation,
            updates.map((update) => () => update.port.update(update.record, 1))
        );

        const winner = updates[expectOneWinner(obligation, outcomes, ["staleRevision"])];
        for (const port of ports) await expectContent("The winner's record is stored.", port, [winner.record]);
    });

    test("never lets an update and a delete of one revision both win", async (database) => {
        const ports = await database.openSeveral();
        const records = Array.from({ length: rounds }, () => database.records.holder(database.records.identity()));
        await insertAll(ports[0], records);

        for (const [round, record] of records.entries()) await raceUpdateAgainstDelete(ports, round, record);
    });

    test("loses no update of writers that read, change, and try again when they are refused", async (database) => {
        const ports = await database.openSeveral();
        const record = database.records.holder(database.records.identity(), { data: { count: 0 } });
        await ports[0].insert(record);

        const everyone = writers(ports);
        await allOf(everyone.map((port) => addOne(port, record.lookup, everyone.length)));

        const counted = { ...record, revision: 1 + everyone.length, data: { count: everyone.length } };
        for (const port of ports) await expectContent("Each update builds on the one before.", port, [counted]);
    });

    test("shows a resolved write to a read through any port", async (database) => {
        const ports = await database.openSeveral();
        let record = database.records.holder(database.records.identity());
        await ports[0].insert(record);

        for (const writer of ports) {
            for (const reader of ports) await expectContent("A read sees every resolved write.", reader, [record]);
            record = next(record, { data: { revision: record.revision } });
            await writer.update(record, record.revision - 1);
        }
        for (const reader of ports) {
            expectEqual("A read sees every resolved write.", await reader.findByLookup(record.lookup), record);
        }
    });
};

function writers(ports: PersistencePort[]): PersistencePort[] {
    return Array.from({ length: writersPerPort }, () => ports).flat();
}

async function raceUpdateAgainstDelete(ports: PersistencePort[], round: number, record: StoredRecord): Promise<void> {
    const obligation = "An update and a delete of one revision never both win.";
    const updater = ports[round % ports.length];
    const deleter = ports[(round + 1) % ports.length];
    const update = () => updater.update(next(record), 1);
    const remove = () => deleter.delete(record.identityKey, record.key, 1);

    const updateFirst = round % 2 === 0;
    const outcomes = await outcomesOf(obligation, updateFirst ? [update, remove] : [remove, update]);
    const winner = expectOneWinner(obligation, outcomes, ["staleRevision", "notFound"]);

    const updateWon = updateFirst === (winner === 0);
    const loss = outcomes[1 - winner];
    expectEqual("The loser learns why.", loss, updateWon ? "staleRevision" : "notFound");
    const stored = await ports[0].findByLookup(record.lookup);
    expectEqual("What is stored is the winner's work.", stored, updateWon ? next(record) : undefined);
}

/** Each refusal means that another writer got on, so no writer is refused more often than there are writers. */
async function addOne(port: PersistencePort, lookup: string, maxAttempts: number): Promise<void> {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
        const record = await port.findByLookup(lookup);
        if (record === undefined) broken("A record that was not deleted is found.", "the record", "undefined");
        try {
            await port.update(
                next(record, { data: { count: Number(jsonOf(record.data).count) + 1 } }),
                record.revision
            );
            return;
        } catch (error) {
            if (PersistenceError.kindOf(error) !== "staleRevision") throw error;
        }
    }
    broken("An update is refused only where another one won.", "one update in time", "only refusals");
}
