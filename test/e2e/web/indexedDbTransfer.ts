import { approvedAsItMustBe, type ApprovedSeen, summaryOf } from "../../support/transfer/enmeshed";
import type { Harness } from "./harness/harness";
import type { HarnessBrowser } from "./HarnessBrowser";

declare const harness: Harness;

/** What runs over every other store in Node runs here in the page. */
export function movingData(browser: () => HarnessBrowser): void {
    test("finds a process that an older Runtime has stored as Approved, shows it as Active, and stores it so", async () => {
        const tab = await browser().openTab();
        await browser().load(tab);
        const seen: ApprovedSeen = await tab.evaluate(() =>
            harness.liveWithApproved(harness.IndexedDbPersistence.open("approved"))
        );
        await browser().closeTab(tab);

        expect(summaryOf(seen)).toEqual(approvedAsItMustBe);
        expect(seen.afterReading).toEqual(seen.beforeReading);
    });

    test("carries records from one database to another", async () => {
        const tab = await browser().openTab();
        await browser().load(tab);
        const [summary, same] = await tab.evaluate(async () => {
            const { IndexedDbPersistence, exportRecords, importEnmeshedProcesses, importRecords } = harness;
            const [from, to] = ["moved-from", "moved-to"].map((name) => IndexedDbPersistence.open(name));
            const ids = Array.from({ length: 50 }, (_, index) => `IDP${String(index).padStart(17, "0")}`);
            const text = JSON.stringify(ids.map((id) => ({ id, status: "Cancelled" })));
            await importEnmeshedProcesses(from, text, { address: "anyone" });
            const done = await importRecords(to, () => exportRecords(from, { pageSize: 7 }), { batchSize: 9 });
            const pages = await Promise.all([from, to].map((store) => store.scan(undefined, 100)));
            // Each store has a mark of its own, made when it was.
            const [one, other] = pages.map((page) => page.filter(({ key }) => key !== "!store"));
            return [done, JSON.stringify(one) === JSON.stringify(other)] as const;
        });
        await browser().closeTab(tab);

        expect(summary).toMatchObject({ count: 50, inserted: 50, alreadyThere: 0 });
        expect(same).toBe(true);
    });
}
