import type { PersistencePort, StoredRecord } from "../../../ports/PersistencePort";
import { expectEqual, expectOneWinner, outcomesOf } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import type { DatabaseUnderTest } from "../DatabaseUnderTest";
import { expectContent } from "../expectContent";
import { next } from "../RecordFactory";

const rounds = 10;
const insertsPerRound = 15;

/** What a cancellation frees while other devices initiate. Databases know deadlocks between the two. */
export const freedSlots: ContractGroup = (test) => {
    test("lets at most one of many inserts win a slot that is freed at the same moment", async (database) => {
        const ports = await database.openSeveral();
        const identityKey = database.records.identity();
        const stored: StoredRecord[] = [];
        for (let round = 0; round < rounds; round++) {
            const holder = database.records.holder(identityKey);
            await ports[0].insert(holder);
            const isLeft = round % 2 === 0;
            if (isLeft) stored.push(next(holder, { slot: holder.key }));
            const free = isLeft
                ? () => ports[0].update(next(holder, { slot: holder.key }), 1)
                : () => ports[0].delete(identityKey, holder.key, 1);

            const winner = await winnerOfFreedSlot(database, { ports, identityKey, free });

            const current = winner === undefined ? [] : [winner];
            for (const port of ports) {
                expectEqual("Who won holds the slot.", await port.findCurrent(identityKey), current);
            }
            for (const { key } of current) await ports[0].delete(identityKey, key, 1);
        }
        await expectContent("What lost changed nothing.", ports[0], stored, [identityKey]);
    });
};

/** `free` runs among inserts: those before it meet the holder, and of those behind it one may win. */
async function winnerOfFreedSlot(
    database: DatabaseUnderTest,
    { ports, identityKey, free }: { ports: PersistencePort[]; identityKey: string; free: () => Promise<void> }
): Promise<StoredRecord | undefined> {
    const obligation = "The slot is freed, at most one insert wins it, and each other one is refused with slotTaken.";
    const candidates = Array.from({ length: insertsPerRound }, () => database.records.holder(identityKey));
    const inserts = candidates.map((record, index) => () => ports[index % ports.length].insert(record));
    const before = Math.floor(insertsPerRound / 3);
    const outcomes = await outcomesOf(obligation, [...inserts.slice(0, before), free, ...inserts.slice(before)]);
    const [freed] = outcomes.splice(before, 1);
    expectEqual(obligation, freed, "done");
    if (!outcomes.includes("done")) outcomes.forEach((outcome) => expectEqual(obligation, outcome, "slotTaken"));
    else return candidates[expectOneWinner(obligation, outcomes, ["slotTaken"])];
}
