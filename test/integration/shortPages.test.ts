import { InMemoryPersistence } from "../../src/adapters/memory";
import { exportRecords, importRecords } from "../../src/transfer";
import { pseudonymize } from "../../src/pseudonymization";
import { LifecycleWorld, person, pseudonymKey } from "../support/lifecycle/LifecycleWorld";
import { ourKey } from "../support/pseudonymization/keys";
import { storeWith } from "../support/records";
import { collected, linesWith, source } from "../support/transfer/lines";
import { manyRecords } from "../support/transfer/manyRecords";
import { withShortPages } from "../support/withShortPages";

/** The port allows a page with fewer entries than the limit although more follow: whoever takes it for the end loses records. */
describe("A store that returns short pages", () => {
    test("is exported wholly", async () => {
        const records = manyRecords(40);

        const lines = await collected(exportRecords(withShortPages(await storeWith(...records))));

        expect(lines).toEqual(await linesWith(...records));
    });

    test("is imported into twice, and the second time everything is found to be there", async () => {
        const records = manyRecords(40);
        const lines = await linesWith(...records);
        const store = withShortPages(await storeWith(...records.slice(0, 30)));

        expect(await importRecords(store, source(lines))).toMatchObject({ inserted: 10, alreadyThere: 30 });
        expect(await importRecords(store, source(lines))).toMatchObject({ inserted: 0, alreadyThere: 40 });
    });

    test("is converted to pseudonyms wholly", async () => {
        const store = await storeWith(...manyRecords(40));

        const { converted } = await pseudonymize(withShortPages(store), ourKey);

        expect(converted).toBe(40);
    });

    test("has all due deletions found, counted and carried out", async () => {
        const people = Array.from({ length: 20 }, (_, number) => person(number));
        const world = await LifecycleWorld.create({
            persistence: withShortPages(new InMemoryPersistence()),
            notifier: "none"
        });
        for (const each of people) await world.initiate(each);
        world.clock.advance({ days: 15 });

        expect(await world.lifecycle.status()).toMatchObject({ due: 20 });
        const names = await world.lifecycle.findDue();
        expect(names).toHaveLength(20);
        expect(await world.lifecycle.run(names)).toMatchObject({ deleted: 20 });
        expect(world.deleted).toHaveLength(20);
    });

    test("keeps nothing of the earlier processes of an Identity that is deleted", async () => {
        const world = await LifecycleWorld.create({
            persistence: withShortPages(new InMemoryPersistence()),
            notifier: "none"
        });
        const alice = person(1);
        for (let time = 0; time < 10; time++) {
            await world.initiate(alice);
            expect(await world.of(alice).cancelIdentityDeletionProcess()).toBeSuccessful();
        }
        await world.initiate(alice);
        world.clock.advance({ days: 15 });
        await world.lifecycle.runDue();

        const left = await world.persistence.list(pseudonymKey.identityKeyOf(alice.address));
        expect(left).toMatchObject([{ data: { process: { status: "Deleted" } } }]);
    });
});
