import { expectSaidDurability } from "../expectSaidDurability";
import { allOf, expectEqual, expectFailure } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import { endOfTime, expectContent } from "../expectContent";
import { next } from "../RecordFactory";

export const lifeOfAPort: ContractGroup = (test) => {
    test("begins empty", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();

        await expectContent("A new database holds nothing.", port, [], [identityKey]);
        expectEqual(
            "findByLookup gives undefined where there is nothing.",
            await port.findByLookup(`${identityKey}#IDP00000000000000001`),
            undefined
        );
    });

    test("says whether it is durable, the same for each port", async (database) => {
        const { isDurable } = database.connect();
        expectEqual("isDurable is a boolean.", typeof isDurable, "boolean");
        expectEqual("isDurable is the same for each port.", database.connect().isDurable, isDurable);
        expectEqual("isDurable is the same once it is open.", (await database.open()).isDurable, isDurable);
        expectSaidDurability(database, isDurable);
    });

    test("may be opened more than once", async (database) => {
        const port = await database.open();
        const record = database.records.holder(database.records.identity());
        await port.insert(record);

        await port.open();

        await expectContent("Opening an open port leaves what is there as it is.", port, [record]);
        await port.update(next(record), 1);
    });

    test("may be opened by several at the same moment", async (database) => {
        const ports = await database.openSeveral();
        const records = ports.map(() => database.records.holder(database.records.identity()));

        await allOf(ports.map((port, index) => port.insert(records[index])));

        for (const port of ports) await expectContent("All ports work on one database.", port, records);
    });

    test("leaves other open ports alone when it is closed", async (database) => {
        const [first, ...others] = await database.openSeveral();
        const record = database.records.holder(database.records.identity());
        await first.insert(record);
        await database.close(first);

        for (const port of others) await expectContent("Closing a port does nothing to another.", port, [record]);
    });

    test("answers everything with unavailable once it is closed", async (database) => {
        const port = await database.open();
        const record = database.records.holder(database.records.identity());
        await port.insert(record);
        await database.close(port);

        const calls = {
            insert: () => port.insert(database.records.holder(database.records.identity())),
            update: () => port.update(next(record), 1),
            delete: () => port.delete(record.identityKey, record.key, 1),
            findCurrent: () => port.findCurrent(record.identityKey),
            findByLookup: () => port.findByLookup(record.lookup),
            list: () => port.list(record.identityKey),
            findDue: () => port.findDue(endOfTime, 10),
            scan: () => port.scan(undefined, 10)
        };
        for (const [method, call] of Object.entries(calls)) {
            await expectFailure(`${method} of a closed port is refused.`, "unavailable", call);
        }
    });
};
