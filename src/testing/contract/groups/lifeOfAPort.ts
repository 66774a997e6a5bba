import { expectSaidDurability } from "../expectSaidDurability";
import { allOf, expectEqual } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import { expectContent } from "../expectContent";

export const lifeOfAPort: ContractGroup = (test) => {
    test("begins empty", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();

        await expectContent("A new database holds nothing.", port, [], [identityKey]);
        expectEqual(
            "findByLookup returns undefined where there is nothing.",
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

    test(
        "may be opened by several at the same moment",
        async (database) => {
            const ports = await database.openSeveral();
            const records = ports.map(() => database.records.holder(database.records.identity()));

            await allOf(ports.map((port, index) => port.insert(records[index])));

            for (const port of ports) await expectContent("All ports work on one database.", port, records);
        },
        { many: true }
    );

    test(
        "leaves other open ports alone when it is closed",
        async (database) => {
            const [first, ...others] = await database.openSeveral();
            const record = database.records.holder(database.records.identity());
            await first.insert(record);
            await database.close(first);

            for (const port of others) await expectContent("Closing a port does nothing to another.", port, [record]);
        },
        { many: true }
    );
};
