import type { Page } from "playwright-core";
import { persistenceContract } from "../../../src/testing";
import { describeInChromium } from "./chromium";
import { HarnessBrowser } from "./HarnessBrowser";
import { failuresOfTheBrowser } from "./indexedDbFailures";
import { movingData } from "./indexedDbTransfer";
import { versionsAndTabs } from "./indexedDbVersions";
import { contractName, indexedDbSubject } from "./harness/indexedDbSubject";
import { TestsByName } from "./harness/TestsByName";
import type { Harness } from "./harness/harness";

declare const harness: Harness;

jest.setTimeout(30_000);

const minCoverageInPercent = 95;

describeInChromium("The IndexedDB store in Chromium", () => {
    let browser: HarnessBrowser;
    let testsOfTheKit = 0;
    let ran = 0;

    beforeAll(async () => {
        browser = await HarnessBrowser.start();
    });

    afterEach(() => {
        ran++;
    });

    afterAll(async () => {
        await browser.stop();
        // A run of some of the tests says nothing about coverage.
        if (ran <= testsOfTheKit) return;
        console.table(browser.coverage.figures);
        expect(browser.coverage.total.statements).toBeGreaterThanOrEqual(minCoverageInPercent);
        expect(browser.coverage.total.branches).toBeGreaterThanOrEqual(minCoverageInPercent);
    });

    describe("among tabs and releases", () => versionsAndTabs(() => browser));
    describe("when the browser refuses", () => failuresOfTheBrowser(() => browser));

    describe("when data is moved", () => movingData(() => browser));

    // test/e2e/contractKitRunners.test.ts runs it under node:test, jest and vitest.
    test("is not the only one that the contract kit can be run on in a page: the memory store is another", async () => {
        const tab = await browser.openTab();
        await browser.load(tab);
        const { count, failures } = await tab.evaluate(() => harness.runContractOnMemory());
        await browser.closeTab(tab);
        expect(failures).toEqual([]);
        expect(count).toBeGreaterThan(120);
    });

    describe("under the contract kit", () => {
        let tab: Page;

        beforeAll(async () => {
            tab = await browser.openTab();
            await browser.load(tab);
        });

        afterAll(async () => {
            await browser.closeTab(tab);
        });

        // The kit names its tests here, and each runs in the page.
        const names = new TestsByName();
        const inThePage = {
            describe: (name: string, body: () => void) => names.describe(name, () => describe(name, body)),
            test: (name: string) => {
                testsOfTheKit++;
                const fullName = names.fullName(name);
                test(name, () => tab.evaluate((test) => harness.runContractTest(test), fullName));
            }
        };
        const skip = (name: string, reason: string): void => {
            testsOfTheKit++;
            test.skip(`${name} (skipped: ${reason})`, () => undefined);
        };
        persistenceContract({ ...inThePage, skip }, contractName, indexedDbSubject);
    });
});
