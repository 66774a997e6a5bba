import type { PersistencePort } from "../../../ports/PersistencePort";
import { expectEqual, expectFailure, expectOneWinner, outcomesOf } from "../assertions";
import type { ContractGroup, ContractTest } from "../ContractGroup";
import type { DatabaseUnderTest } from "../DatabaseUnderTest";
import { expectContent } from "../expectContent";
import { next } from "../RecordFactory";

const rounds = 20;
const callsPerPort = 5;

export const processes: ContractGroup = (test) => {
    withTwoProcesses(test, "shows each process what the other has written", async (database, here, there) => {
        const record = database.records.holder(database.records.identity());
        expectEqual("Nothing holds the slot.", await here.findCurrent(record.identityKey), []);

        await there.insert(record);
        const current = await here.findCurrent(record.identityKey);
        expectEqual("A read sees the other process's insert.", current, [record]);
        const rival = database.records.holder(record.identityKey);
        await expectFailure("Another process holds the slot.", "slotTaken", () => here.insert(rival));
        await here.update(next(record), 1);
        const stale = next(record, { data: {} });
        await expectFailure("Another process has updated it.", "staleRevision", () => there.update(stale, 1));
        for (const port of [here, there]) {
            await expectContent("Both processes read the same.", port, [next(record)]);
        }
    });

    withTwoProcesses(test, "lets exactly one of the inserts of two processes win", async (database, here, there) => {
        const obligation = "Of concurrent inserts of two processes into one slot, exactly one wins.";
        for (let round = 0; round < rounds; round++) {
            const identityKey = database.records.identity();
            const candidates = alternating(here, there).map((port) => {
                return { port, record: database.records.holder(identityKey) };
            });
            const calls = candidates.map(
                ({ port, record }) =>
                    () =>
                        port.insert(record)
            );
            const winner = expectOneWinner(obligation, await outcomesOf(obligation, calls), ["slotTaken"]);
            const current = await there.findCurrent(identityKey);
            expectEqual("The winner's record is stored.", current, [candidates[winner].record]);
        }
    });

    withTwoProcesses(test, "lets exactly one of the updates of two processes win", async (database, here, there) => {
        const obligation = "Of concurrent updates of two processes, exactly one wins.";
        for (let round = 0; round < rounds; round++) {
            const record = database.records.holder(database.records.identity());
            await here.insert(record);
            const candidates = alternating(here, there).map((port, writer) => {
                return { port, record: next(record, { data: { writer } }) };
            });
            const calls = candidates.map((each) => () => each.port.update(each.record, 1));
            const winner = expectOneWinner(obligation, await outcomesOf(obligation, calls), ["staleRevision"]);
            const found = await there.findByLookup(record.lookup);
            expectEqual("The winner's record is stored.", found, candidates[winner].record);
        }
    });
};

function alternating(here: PersistencePort, there: PersistencePort): PersistencePort[] {
    return Array.from({ length: callsPerPort }, () => [here, there]).flat();
}

function withTwoProcesses(
    test: ContractTest,
    name: string,
    body: (database: DatabaseUnderTest, here: PersistencePort, there: PersistencePort) => Promise<void>
): void {
    const run = async (database: DatabaseUnderTest): Promise<void> => {
        await body(database, await database.open(), await database.openInSecondProcess());
    };
    test(name, run, { many: true, hook: "secondProcess" });
}
