import type { Page } from "playwright-core";
import { cancelling, expectEnding } from "../../support/releases/expectEnding";
import { expectedAnswers } from "../../support/releases/expectedAnswers";
import { keptReleases, readKept, variants } from "../../support/releases/keptStores";
import { type KeptStore, statesOf } from "../../support/releases/KeptStore";
import { allStates } from "../../support/releases/people";
import { describeInChromium } from "./chromium";
import { HarnessBrowser, runIn } from "./HarnessBrowser";
import type { Harness } from "./harness/harness";

declare const harness: Harness;

jest.setTimeout(30_000);

const kept = keptReleases.flatMap((release) =>
    variants.map(({ variant, withKey }) => ({
        name: `IndexedDB store of ${release}, ${variant}`,
        kept: {
            withKey,
            story: JSON.parse(readKept(release, variant, "story.json")),
            dump: JSON.parse(readKept(release, variant, "indexeddb.json"))
        }
    }))
);

describeInChromium("In Chromium", () => {
    let browser: HarnessBrowser;
    let tab: Page;

    beforeAll(async () => {
        browser = await HarnessBrowser.start();
        tab = await browser.openTab();
        await browser.load(tab);
    });

    afterAll(async () => await browser.stop());

    describe.each(kept)("the $name", ({ kept }) => {
        // Its copies are made in the page.
        const store = kept as unknown as KeptStore;

        test("answers the Identity in each state as it was promised", async () => {
            for (const state of statesOf(store, allStates)) {
                const { list, byId, ...answers } = await runIn(
                    tab,
                    async ({ kept, state }) => await harness.answersIn(harness.keptIndexedDb(kept), state),
                    { kept, state }
                );
                const { list: statuses, ...expected } = expectedAnswers[state];
                expect({ state, ...answers }).toStrictEqual({ state, ...expected });
                expect(list.map(({ status }) => status)).toStrictEqual(statuses);
                expect(byId).toHaveLength(kept.story.processIds[state]?.length ?? 0);
            }
        });

        test("is run to the end: what is due is deleted, and nobody else", async () => {
            const ending = await runIn(
                tab,
                async ({ kept, cancelling }) => await harness.runToTheEnd(harness.keptIndexedDb(kept), cancelling),
                { kept, cancelling }
            );
            expectEnding(store, ending);
        });
    });
});
