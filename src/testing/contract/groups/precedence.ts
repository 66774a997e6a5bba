import { expectFailure } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import { expectContent, insertAll } from "../expectContent";
import { next } from "../RecordFactory";

export const precedence: ContractGroup = (test) => {
    test("insert says slotTaken before duplicate", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const [past, holder] = [database.records.past(identityKey), database.records.holder(identityKey)];
        await insertAll(port, [past, holder]);

        const rivals = [{ key: past.key }, { lookup: past.lookup }, { lookup: holder.lookup }].map((changes) =>
            database.records.holder(identityKey, changes)
        );
        for (const rival of rivals) {
            await expectFailure("Where both rules are broken, it is slotTaken.", "slotTaken", () => port.insert(rival));
        }
        await expectContent("A refused insert changes nothing.", port, [past, holder]);
    });

    test("update says notFound before everything else", async (database) => {
        const port = await database.open();
        const [alice, bob] = [database.records.identity(), database.records.identity()];
        const [hers, his] = [database.records.holder(alice), database.records.holder(bob)];
        await insertAll(port, [hers, his]);

        const obligation = "A record that is not there is notFound, whatever else is wrong.";
        const missing = database.records.holder(alice, { lookup: hers.lookup, revision: 2 });
        const strange = next(hers, { identityKey: bob, slot: bob, lookup: his.lookup });
        for (const record of [missing, strange]) {
            for (const revision of [1, 7]) {
                await expectFailure(obligation, "notFound", () => port.update(record, revision));
            }
        }
        await expectContent("A refused update changes nothing.", port, [hers, his]);
    });

    test("update says staleRevision before slotTaken and duplicate", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const [past, holder] = [database.records.past(identityKey), database.records.holder(identityKey)];
        await insertAll(port, [past, holder]);

        const obligation = "An update of another revision is stale, whatever else is wrong.";
        for (const held of [{ slot: identityKey }, { lookup: holder.lookup }]) {
            await expectFailure(obligation, "staleRevision", () => port.update(next(past, held), 7));
        }
        await expectContent("A refused update changes nothing.", port, [past, holder]);
    });

    test("update says slotTaken before duplicate", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const [past, other, holder] = [
            database.records.past(identityKey),
            database.records.past(identityKey),
            database.records.holder(identityKey)
        ];
        await insertAll(port, [past, other, holder]);

        for (const { lookup } of [other, holder]) {
            const taking = next(past, { slot: identityKey, lookup });
            const obligation = "Where both rules are broken, it is slotTaken.";
            await expectFailure(obligation, "slotTaken", () => port.update(taking, 1));
        }
        await expectContent("A refused update changes nothing.", port, [past, other, holder]);
    });

    test("delete says notFound before staleRevision", async (database) => {
        const port = await database.open();
        const [alice, bob] = [database.records.identity(), database.records.identity()];
        const hers = database.records.holder(alice);
        await port.insert(hers);

        const obligation = "A record of another Identity is notFound, whatever its revision is.";
        for (const revision of [1, 7]) {
            await expectFailure(obligation, "notFound", () => port.delete(bob, hers.key, revision));
        }
        await expectContent("A refused delete changes nothing.", port, [hers]);
    });
};
