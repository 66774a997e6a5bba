import { SqlitePersistence } from "../../../../src/adapters/sqlite";
import { alice, bob } from "../../../support/fixtures";
import { recordOf } from "../../../support/records";
import { inTemporaryDirectory } from "../../../support/temporaryDirectory";

describe("Writes that share a transaction", () => {
    test("do not fail because of one among them that no store could take", async () => {
        await inTemporaryDirectory(async (directory) => {
            const store = SqlitePersistence.open(`${directory}/identities.db`);
            await store.open();
            const good = [recordOf(alice, { status: "Active" }), recordOf(bob, { status: "Active" })];
            const bad = { ...recordOf(alice, { status: "Cancelled" }), revision: Symbol("none") as never };
            const outcomes = await Promise.allSettled([good[0], bad, good[1]].map((record) => store.insert(record)));
            expect(outcomes.map(({ status }) => status)).toStrictEqual(["fulfilled", "rejected", "fulfilled"]);
            const keys = (await store.scan(undefined, 10)).map(({ key }) => key);
            expect(keys).toStrictEqual(good.map(({ key }) => key).sort());
            await store.close();
        });
    });
});
