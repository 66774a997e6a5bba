import { inOtherHosts } from "./elementInOtherHosts";
import { changeStored, everythingStored, PageBrowser } from "./PageBrowser";
import { goToConfirmation, heading, history, keep, notice, start } from "./pageSteps";
import { describeInChromium } from "./chromium";
import { forEverybody } from "./pageForEverybody";
import { twoTabs } from "./pageInTwoTabs";
import { underThePolicy } from "./pageUnderThePolicy";

jest.setTimeout(30_000);

describeInChromium("The page for deleting an Identity", () => {
    let browser: PageBrowser;

    beforeAll(async () => {
        browser = await PageBrowser.start();
    });

    afterEach(async () => {
        expect(await browser.closeAll()).toStrictEqual([]);
    });

    afterAll(async () => {
        await browser.stop();
    });

    test("starts a deletion, shows it after a reload, and takes it back", async () => {
        const context = await browser.newPerson();
        await context.clock.setFixedTime("2026-11-23T10:00:00Z");
        const page = await browser.openPage(context);
        expect(await heading(page)).toBe("Delete your Identity?");
        expect(await history(page)).toStrictEqual([]);

        await start(page);
        expect(await notice(page)).toBe("The grace period has started.");
        await context.clock.setFixedTime("2026-11-24T11:00:00Z");
        await page.reload();
        await page.getByRole("timer").waitFor();
        expect(await page.getByRole("timer").innerText()).toContain("12 days and 23 hours left");
        expect(await page.locator("#view").innerText()).toContain("Monday, 7 December 2026 at 11:00");
        expect(await history(page)).toStrictEqual(["Grace period"]);

        await keep(page);
        expect(await heading(page)).toBe("You are staying");
        expect(await page.locator("#view").innerText()).toContain("The deletion has been cancelled.");
        expect(await page.locator("#notice").innerText()).toBe("");
        await page.reload();
        await page.locator(".history").waitFor();
        expect(await heading(page)).toBe("Delete your Identity?");
        expect(await page.locator(".history").innerText()).toMatch(/Cancelled[^]*on this device[^]*Would have ended/);
    });

    test("offers any whole number of days that the policy allows, and no other", async () => {
        const page = await browser.openPage(await browser.newPerson());
        await page.getByRole("radio", { name: "Another length" }).check();
        const field = page.getByLabel("Number of days");
        for (const refused of ["0", "366", "1.5", ""]) {
            await field.fill(refused);
            await page.getByRole("button", { name: "Continue" }).click();
            expect(await field.getAttribute("aria-invalid")).toBe("true");
        }
        await field.fill("365");
        await goToConfirmation(page);
        expect(await page.locator("#view").innerText()).toContain("365 days");
        await page.getByLabel("To confirm").press("Escape");
        expect(await field.inputValue()).toBe("365");

        await start(page);
        expect(await page.getByRole("timer").innerText()).toContain("364 days and 23 hours left");
    });

    test("starts nothing without the word, by Enter or by a click that goes astray, and by Enter with it", async () => {
        const page = await browser.openPage(await browser.newPerson());
        await page.getByRole("button", { name: "Continue" }).dblclick();
        const button = page.getByRole("button", { name: "Start the deletion" });
        const field = page.getByLabel("To confirm");

        for (const typed of ["", "del", "keep"]) {
            await field.fill(typed);
            if (typed === "del") await field.press("Enter");
            else await button.click({ force: true });
            expect(await page.getByRole("alert").innerText()).toContain("Nothing has been started");
            await expect(field.evaluate((element) => element.matches(":focus"))).resolves.toBe(true);
        }
        await field.fill(" Delete ");
        expect(await page.getByRole("alert").innerText()).toBe("");
        expect(await heading(page)).toBe("Are you sure?");
        expect(await history(page)).toStrictEqual([]);

        // The second of two must not take back what the first has started.
        await field.press("Enter");
        await page.keyboard.press("Enter");
        await page.getByRole("timer").waitFor();
        await page.reload();
        await page.getByRole("timer").waitFor();
        expect(await history(page)).toStrictEqual(["Grace period"]);
    });

    test("has a way out on the first screen, and lets the person take their data along", async () => {
        const page = await browser.openPage(await browser.newPerson());
        expect(await page.locator(".deleted-data li").allInnerTexts()).toStrictEqual([
            "The draft of your letter",
            "What this browser remembers of this device"
        ]);
        await page.getByLabel("Language").selectOption("de");
        await page.getByText("Der Entwurf Ihres Briefs").waitFor();
        await page.getByLabel("Sprache").selectOption("en");
        const download = page.waitForEvent("download");
        await page.getByRole("button", { name: "Download my data first" }).click();
        expect((await download).suggestedFilename()).toBe("letter.txt");
        await page.getByRole("button", { name: "Keep my Identity" }).click();
        expect(await heading(page)).toBe("You are staying");
        expect(await page.locator("#history-heading").isVisible()).toBe(false);
        await page.getByRole("button", { name: "Delete my Identity after all" }).click();
        expect(await heading(page)).toBe("Delete your Identity?");
    });

    test("shows days, then hours, then minutes, and is urgent in the last hour alone", async () => {
        const context = await browser.newPerson();
        await context.clock.install({ time: "2026-11-23T10:00:00Z" });
        const page = await browser.openPage(context);
        await start(page);
        const shown = async (): Promise<[string, boolean]> => [
            (await page.locator(".digits").innerText()).replace(/\s+/g, " ").trim(),
            await page.locator(".countdown.urgent").isVisible()
        ];
        await context.clock.fastForward(60_000);
        expect(await shown()).toStrictEqual(["13 days 23 hours", false]);
        await context.clock.fastForward(13 * 86_400_000);
        expect(await shown()).toStrictEqual(["23 hours 59 min", false]);
        await context.clock.fastForward(23.5 * 3_600_000);
        expect(await shown()).toStrictEqual(["29 min 0 sec", true]);
    });

    test("speaks the language that the person chooses, shortens the address, and copies it whole", async () => {
        const context = await browser.newPerson({ permissions: ["clipboard-read", "clipboard-write"] });
        const page = await browser.openPage(context);
        await page.getByLabel("Language").selectOption("de");
        await page.getByText("Ihre Identität löschen?").waitFor();
        expect(await page.evaluate(() => document.documentElement.lang)).toBe("de");
        expect(await page.locator("footer code").innerText()).toBe("did:e:example…cdef01238e");
        await page.getByRole("button", { name: "Adresse kopieren" }).click();
        await page.getByText("Die Adresse wurde kopiert.").waitFor({ state: "attached" });
        const copied = await page.evaluate(() => navigator.clipboard.readText());
        expect(copied).toBe("did:e:example.org:dids:0123456789abcdef01238e");
    });

    test("works without a network", async () => {
        const context = await browser.newPerson();
        const page = await browser.openPage(context);
        await context.setOffline(true);
        const requests: string[] = [];
        page.on("request", (request) => requests.push(request.url()));
        await start(page);
        await keep(page);
        await start(page);
        expect(requests).toStrictEqual([]);

        await context.setOffline(false);
        await page.reload();
        await page.getByRole("timer").waitFor();
        expect(await history(page)).toStrictEqual(["Grace period", "Cancelled"]);
    });

    test("deletes at the end of the grace period, by itself, and keeps nothing that names anyone", async () => {
        const context = await browser.newPerson();
        await context.clock.install({ time: "2026-11-23T10:00:00Z" });
        const page = await browser.openPage(context);
        await start(page);
        const before = await everythingStored(page);
        expect(before).toContain("did:e:example.org");
        expect(before).toMatch(/DVC\w{17}/);
        expect(before).toContain("Dear grandma");

        await context.clock.fastForward((14 * 86_400 - 2) * 1000);
        expect(await heading(page)).toBe("Your Identity will be deleted");
        await context.clock.runFor(3000);
        await page.getByText("All its data are gone").waitFor();
        expect(await heading(page)).toBe("Your Identity has been deleted");
        expect(await page.locator("#view").getByRole("button").count()).toBe(0);
        expect(await page.locator("#notice").innerText()).toBe("");
        expect(await history(page)).toStrictEqual(["Deleted"]);

        const after = await everythingStored(page);
        expect(after).toMatch(/"process":\{"id":"IDP\w{17}","status":"Deleted"\}/);
        expect(after).not.toMatch(/did:e:|DVC|Dear grandma/);
    });

    test("goes on with the deletion when the page is opened after the end", async () => {
        const context = await browser.newPerson();
        await context.clock.setFixedTime("2026-11-23T10:00:00Z");
        const page = await browser.openPage(context);
        await start(page);
        await context.clock.setFixedTime("2026-12-08T10:00:00Z");
        await page.reload();
        await page.getByText("All its data are gone").waitFor();
    });

    test("shows a stored process in whatever status it is", async () => {
        const page = await browser.openPage(await browser.newPerson());
        await start(page);
        const shownFor = async (status: string) => {
            await changeStored(page, { status });
            await page.reload();
            await page.locator(".history").waitFor();
            return [await heading(page), ...(await history(page))];
        };
        expect(await shownFor("Deleting")).toStrictEqual(["Your Identity is being deleted", "Being deleted"]);
        expect(await shownFor("Deleted")).toStrictEqual(["Your Identity has been deleted", "Deleted"]);
        expect(await shownFor("Approved")).toStrictEqual(["Your Identity will be deleted", "Grace period"]);
        expect(await shownFor("Rejected")).toStrictEqual(["Delete your Identity?", "Rejected"]);
        expect(await shownFor("Unheard")).toStrictEqual(["Delete your Identity?", "Unheard"]);
    });

    test("says in plain words that a command came too late", async () => {
        const page = await browser.openPage(await browser.newPerson());
        await start(page);
        await changeStored(page, { gracePeriodEndsAt: "2020-01-01T00:00:00.000Z" });
        await page.getByRole("button", { name: "Keep my Identity" }).click();
        expect(await notice(page)).toContain("can no longer be stopped");
        expect(await heading(page)).toBe("The grace period is over");
    });

    test("says that nothing can be stored, and tries again when asked", async () => {
        const context = await browser.newPerson();
        await context.addInitScript(() => {
            const open = IDBFactory.prototype.open;
            IDBFactory.prototype.open = () => {
                IDBFactory.prototype.open = open;
                throw new DOMException("Denied.", "SecurityError");
            };
        });
        const page = await browser.openPage(context);
        expect(await heading(page)).toBe("That did not work");
        expect(await page.locator("#view").innerText()).toContain("private window");
        await page.getByRole("button", { name: "Try again" }).click();
        await page.getByText("Delete your Identity?").waitFor();
    });

    test("says that what is stored cannot be read, and shows nothing untrue", async () => {
        const page = await browser.openPage(await browser.newPerson());
        await start(page);
        await changeStored(page, { id: 7 });
        await page.reload();
        await page.getByText("cannot be read").waitFor();
        expect(await page.locator("#view").getByRole("button").allInnerTexts()).toStrictEqual(["Try again"]);
    });

    describe("for everybody", () => forEverybody(() => browser));
    describe("as the element of another host", () => inOtherHosts(() => browser));
    describe("in two tabs", () => twoTabs(() => browser));
    describe("under its content security policy", () => underThePolicy(() => browser));
});
