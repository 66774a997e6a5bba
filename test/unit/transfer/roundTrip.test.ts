import * as fc from "fast-check";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { exportRecords, importRecords } from "../../../src/transfer";
import { recordOf, storeWith, withMethods } from "../../support/records";
import { alice, bob } from "../../support/fixtures";
import { allRecords } from "../../support/pseudonymization/marks";
import { arbitraryStores } from "../../support/transfer/arbitraryStores";
import { collected, exported, linesWith, source } from "../../support/transfer/lines";

describe(`${exportRecords.name} and ${importRecords.name}`, () => {
    test("carry every record over as it is, whatever the store holds, and export the same again", async () => {
        await fc.assert(
            fc.asyncProperty(arbitraryStores, fc.integer({ min: 1, max: 5 }), async (records, size) => {
                const lines = await collected(exportRecords(await storeWith(...records), { pageSize: size }));
                const target = new InMemoryPersistence();

                const summary = await importRecords(target, source(lines), { batchSize: size });

                expect(summary).toMatchObject({ count: records.length, inserted: records.length, alreadyThere: 0 });
                expect(await allRecords(target)).toEqual(records);
                expect(await exported(target)).toEqual(lines);
            }),
            { numRuns: 150 }
        );
    });

    test("go on where an import was interrupted, whichever records had arrived", async () => {
        await fc.assert(
            fc.asyncProperty(arbitraryStores, fc.infiniteStream(fc.boolean()), async (records, arrived) => {
                const there = records.filter(() => arrived.next().value);
                const target = await storeWith(...there);
                const lines = await linesWith(...records);

                const summary = await importRecords(target, source(lines), { batchSize: 2 });

                const inserted = records.length - there.length;
                expect(summary).toMatchObject({ count: records.length, inserted, alreadyThere: there.length });
                expect(await allRecords(target)).toEqual(records);
                const again = await importRecords(target, source(lines));
                expect(again).toMatchObject({ inserted: 0, alreadyThere: records.length, sha256: summary.sha256 });
            }),
            { numRuns: 100 }
        );
    });

    test("leave other records of the store as they are", async () => {
        const other = recordOf(bob, { status: "Active" });
        const target = await storeWith(other);
        const record = recordOf(alice, { status: "Active" });

        await importRecords(target, source(await linesWith(record)));

        expect(new Set(await allRecords(target))).toEqual(new Set([record, other]));
    });

    test("go from one store to another without a file", async () => {
        const records = [recordOf(alice, { status: "Cancelled" }), recordOf(bob, { status: "Active" })];
        const from = await storeWith(...records);
        const target = new InMemoryPersistence();

        await importRecords(target, () => exportRecords(from));

        expect(await allRecords(target)).toEqual(records);
    });

    test("say how far they are", async () => {
        const records = Array.from({ length: 5 }, () => recordOf(alice, { status: "Cancelled" }));
        const pages: number[] = [];
        const steps: [string, number][] = [];
        const onExport = (count: number): unknown => pages.push(count);
        const lines = await collected(
            exportRecords(await storeWith(...records), { pageSize: 2, onProgress: onExport })
        );

        await importRecords(new InMemoryPersistence(), source(lines), {
            batchSize: 3,
            onProgress: ({ step, records: count }) => steps.push([step, count])
        });

        expect(pages).toEqual([2, 4, 5]);
        expect(steps).toEqual(
            ["checking", "inserting", "verifying"].flatMap((step) => [
                [step, 3],
                [step, 5]
            ])
        );
    });

    test("ask the store for no more than a page at a time", async () => {
        const records = Array.from({ length: 10 }, () => recordOf(alice, { status: "Cancelled" }));
        const store = await storeWith(...records);
        const limits: number[] = [];
        const watched = withMethods(store, {
            scan: async (after, limit) => {
                limits.push(limit);
                return await store.scan(after, limit);
            }
        });

        await collected(exportRecords(watched, { pageSize: 4 }));

        // Three of them have entries; the end is an empty one.
        expect(limits.filter((limit) => limit === 4)).toHaveLength(4);
        expect(Math.max(...limits)).toBe(4);
    });
});
