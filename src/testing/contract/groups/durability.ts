import type { PersistencePort } from "../../../ports/PersistencePort";
import { expectFailure } from "../assertions";
import type { ContractGroup, ContractTest } from "../ContractGroup";
import type { DatabaseUnderTest } from "../DatabaseUnderTest";
import { expectSaidDurability } from "../expectSaidDurability";
import { endOfTime, expectContent, insertAll } from "../expectContent";
import { next } from "../RecordFactory";

export const durability: ContractGroup = (test) => {
    whereDurable(test, "keeps what was inserted", async (database, port) => {
        const identityKey = database.records.identity();
        const records = [
            ...Array.from({ length: 30 }, () => database.records.past(identityKey)),
            database.records.past(identityKey, { unsettled: true }),
            database.records.holder(identityKey, { dueAt: endOfTime })
        ];
        await insertAll(port, records);

        const reopened = await database.restart(port);
        await expectContent("What a resolved insert said is there after a restart.", reopened, records);
    });

    whereDurable(test, "keeps what was updated", async (database, port) => {
        const record = database.records.holder(database.records.identity());
        const updated = next(record, {
            slot: record.key,
            dueAt: endOfTime,
            unsettled: true,
            data: { updated: [true] }
        });
        await port.insert(record);
        const second = await database.restart(port);
        await second.update(updated, 1);

        const third = await database.restart(second);
        await expectContent("What a resolved update said is there after a restart.", third, [updated]);
    });

    whereDurable(test, "does not bring back what was deleted", async (database, port) => {
        const identityKey = database.records.identity();
        const [deleted, kept] = [database.records.holder(identityKey), database.records.past(identityKey)];
        await insertAll(port, [deleted, kept]);
        const second = await database.restart(port);
        await second.delete(identityKey, deleted.key, 1);

        const third = await database.restart(second);
        await expectContent("What was deleted is not there after a restart.", third, [kept]);
    });

    whereDurable(test, "keeps nothing of what was refused", async (database, port) => {
        const record = database.records.holder(database.records.identity());
        await port.insert(record);
        const rival = database.records.holder(record.identityKey);
        await expectFailure("A held slot is refused.", "slotTaken", () => port.insert(rival));
        await expectFailure("A stale update is refused.", "staleRevision", () => port.update(next(record), 2));

        const reopened = await database.restart(port);
        await expectContent("What was refused is not there after a restart.", reopened, [record]);
    });

    whereDurable(test, "holds the rules after a restart", async (database, port) => {
        const record = database.records.holder(database.records.identity());
        await port.insert(record);
        await port.update(next(record), 1);

        const reopened = await database.restart(port);
        const rival = database.records.holder(record.identityKey);
        const namesake = database.records.past(record.identityKey, { lookup: record.lookup });
        const twin = database.records.holder(database.records.identity(), { key: record.key });
        const stale = next(record);
        await expectFailure("The slot is held after a restart.", "slotTaken", () => reopened.insert(rival));
        await expectFailure("The lookup is held after a restart.", "duplicate", () => reopened.insert(namesake));
        await expectFailure("The key is held after a restart.", "duplicate", () => reopened.insert(twin));
        await expectFailure("The revision holds after a restart.", "staleRevision", () => reopened.update(stale, 1));
        await expectContent("A refused write changes nothing after a restart.", reopened, [next(record)]);
    });
};

/** A test that holds for adapters that claim to be durable. */
function whereDurable(
    test: ContractTest,
    name: string,
    body: (database: DatabaseUnderTest, port: PersistencePort) => Promise<void>
): void {
    const checked = async (database: DatabaseUnderTest): Promise<void> => {
        const port = await database.open();
        expectSaidDurability(database, port.isDurable);
        await body(database, port);
    };
    test(name, checked, { durable: true });
}
