import type { PersistencePort } from "../../../ports/PersistencePort";
import { expectFailure } from "../assertions";
import type { ContractGroup, ContractTest } from "../ContractGroup";
import type { DatabaseUnderTest } from "../DatabaseUnderTest";
import { endOfTime, expectContent, insertAll } from "../expectContent";
import { expectSaidDurability } from "../expectSaidDurability";
import { next } from "../RecordFactory";

export const crashes: ContractGroup = (test) => {
    whereItCrashes(test, "keeps after a crash what was inserted, updated and deleted", async (database, port) => {
        const identityKey = database.records.identity();
        const [inserted, changed, deleted] = [1, 2, 3].map(() => database.records.past(identityKey));
        await insertAll(port, [inserted, changed, deleted]);
        const updated = next(changed, {
            slot: identityKey,
            dueAt: endOfTime,
            unsettled: true,
            data: { updated: true }
        });
        await port.update(updated, 1);
        await port.delete(identityKey, deleted.key, 1);

        const after = await database.restartAfterCrash();
        await expectContent("What a resolved write said is there after a crash.", after, [inserted, updated]);
    });

    whereItCrashes(test, "holds the rules after a crash", async (database, port) => {
        const record = database.records.holder(database.records.identity());
        await port.insert(record);
        await port.update(next(record), 1);

        const after = await database.restartAfterCrash();
        const rival = database.records.holder(record.identityKey);
        await expectFailure("The slot is held after a crash.", "slotTaken", () => after.insert(rival));
        await expectFailure("The revision holds after a crash.", "staleRevision", () => after.update(next(record), 1));
        await expectContent("What was refused changes nothing after a crash.", after, [next(record)]);
    });

    whereItCrashes(test, "goes on after several crashes", async (database, port) => {
        const records = [1, 2, 3].map(() => database.records.holder(database.records.identity()));
        let open = port;
        for (const record of records) {
            await open.insert(record);
            open = await database.restartAfterCrash();
        }
        await expectContent("What a resolved write said is there after each crash.", open, records);
    });
};

function whereItCrashes(
    test: ContractTest,
    name: string,
    body: (database: DatabaseUnderTest, port: PersistencePort) => Promise<void>
): void {
    const checked = async (database: DatabaseUnderTest): Promise<void> => {
        const port = await database.open();
        expectSaidDurability(database, port.isDurable);
        await body(database, port);
    };
    test(name, checked, { durable: true, hook: "crash" });
}
