import { FaultRun } from "../../../support/backbone/FaultRun";
import { BackboneWorld } from "../../../support/backbone/BackboneWorld";
import { describeInChromium } from "../chromium";
import { MortalBrowser } from "./MortalBrowser";
import { clearedPort, inThePage } from "./mortalPort";
import { ErrorCode } from "../../../../src";

jest.setTimeout(60_000);

/** More than a command passes: some of the commands come to their end. */
const points = 20;

describeInChromium("A Backbone as the authority, in Chromium with IndexedDB", () => {
    let browser: MortalBrowser;

    beforeAll(async () => {
        browser = await MortalBrowser.start();
    });

    afterAll(async () => {
        await browser.stop();
    });

    test("decides over HTTP from a page of another origin, under a strict content security policy", async () => {
        const world = new BackboneWorld();
        await clearedPort(browser);
        const inPage = inThePage(browser, (browser) => browser.reload());
        const run = (name: Parameters<typeof inPage>[1]) => inPage(world, name, Infinity);

        expect(await run("initiate")).toBe(`ok ${world.open[0].id}`);
        expect(await run("initiate")).toBe(ErrorCode.activeIdentityDeletionProcessAlreadyExists);
        await browser.reload();
        expect(await run("get active")).toBe(`ok ${world.open[0].id}`);
        expect(world.requests("initiate")).toBe(1);
        expect(await run("cancel")).toMatch(/^ok IDP/);
        expect(world.open).toEqual([]);
        expect(await run("get active")).toBe(ErrorCode.noActiveIdentityDeletionProcess);
    });

    test("is not misled by lost answers, redirects of proxies and pages in HTML", async () => {
        const world = new BackboneWorld();
        await clearedPort(browser);
        const inPage = inThePage(browser, (browser) => browser.reload());
        const run = (name: Parameters<typeof inPage>[1]) => inPage(world, name, Infinity);

        world.backbone.failNext("initiate", "dropResponse");
        expect(await run("initiate")).toBe(`ok ${world.open[0].id}`);
        world.backbone.failNext("cancel", "truncate");
        expect(await run("cancel")).toMatch(/^ok IDP/);
        world.backbone.failNext("initiate", "badGateway");
        expect(await run("initiate")).toBe(ErrorCode.outcomeIsNotKnownYet);
        expect(await run("get active")).toBe(ErrorCode.outcomeIsNotKnownYet);
        world.clock.advance({ minutes: 1 });
        expect(await run("get active")).toBe(ErrorCode.noActiveIdentityDeletionProcess);
    });

    test("agrees with the Backbone after the page was gone at any point", async () => {
        for (let run = 0; run < 2 * points; run++) {
            const port = await clearedPort(browser);
            await new FaultRun(
                run,
                () => port,
                inThePage(browser, (browser) => browser.reload())
            ).check();
        }
    });

    test("agrees with the Backbone after kill -9 of the browser", async () => {
        for (const run of [1, 2, 3, 4, 5, 6]) {
            const port = await clearedPort(browser);
            await new FaultRun(
                1000 + run,
                () => port,
                inThePage(browser, (browser) => browser.killAndRestart())
            ).check();
        }
    });

    test("is used by two tabs at once", async () => {
        const world = new BackboneWorld();
        await clearedPort(browser);
        const outcomes = await inTwoTabs(world, browser, "initiate");
        expect(outcomes.filter((outcome) => outcome.startsWith("ok"))).toHaveLength(1);
        expect(world.requests("initiate")).toBe(1);
        const inPage = inThePage(browser, (browser) => browser.reload());
        expect(await inPage(world, "get active", Infinity)).toBe(`ok ${world.open[0].id}`);
        await inTwoTabs(world, browser, "cancel");
        expect(world.open).toEqual([]);
    });
});

async function inTwoTabs(world: BackboneWorld, browser: MortalBrowser, name: "initiate" | "cancel"): Promise<string[]> {
    const other = await browser.page.context().newPage();
    await other.goto(browser.origin);
    const tabs = [browser, Object.create(browser, { page: { value: other } }) as MortalBrowser];
    const outcomes = await Promise.all(tabs.map((tab) => inThePage(tab, (tab) => tab.reload())(world, name, Infinity)));
    await other.close();
    return outcomes;
}
