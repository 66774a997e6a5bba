import type { Page } from "playwright-core";
import { changeStored, keepImage } from "./PageBrowser";

/**
 * Leads a page, in whatever language, through everything that it can show, and calls `look` at each: by structure, since
 * the texts differ. The page's clock must have been set.
 */
export async function visitEveryState(page: Page, look: (state: string) => Promise<void>): Promise<void> {
    // As when the person comes back to the tab: the page reads again what holds.
    const comeBack = () => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    const proceed = page.locator(".actions .danger.quiet");
    const begin = page.locator(".grave .danger");

    const language = (await page.evaluate(() => document.documentElement.lang)).slice(0, 2);
    const colours = language === "de" ? "dark" : "light";

    await look("offer");
    await keepImage(page, `${language}-offer`, colours);
    await page.locator('input[value="another"]').press("Space");
    await page.locator("#days").fill("0");
    await proceed.press("Enter");
    await look("offer, with a length that is not allowed");
    await page.locator('input[value="14"]').press("Space");
    await proceed.press("Enter");
    await look("confirmation");
    await begin.press("Enter");
    await look("confirmation, without the word");
    const word = await page.locator(".word").innerText();
    await page.locator("#word").fill(word);
    await keepImage(page, `${language}-confirm`, colours);
    await look("confirmation, with the word");
    await begin.press("Enter");
    await page.locator(".countdown").waitFor();
    await look("countdown, just begun");

    await page.clock.setFixedTime("2026-11-27T14:23:42Z");
    await page.reload();
    await page.locator(".countdown").waitFor();
    await keepImage(page, `${language}-countdown`, colours);
    await look("countdown");
    await page.locator(".actions .primary").press("Enter");
    await page.locator(".staying").waitFor();
    await look("kept");
    await keepImage(page, `${language}-history`, colours);

    await changeStored(page, { status: "Active", gracePeriodEndsAt: "2026-11-27T10:00:00.000Z" });
    for (const status of ["Active", "Deleting", "Deleted"]) {
        const before = await page.locator("#view-heading").innerText();
        await changeStored(page, { status });
        await comeBack();
        await page.locator("#view-heading", { hasNotText: before }).waitFor();
        await look(status === "Active" ? "over" : status);
    }
    await changeStored(page, { status: 7 });
    await comeBack();
    await page.locator(".actions .primary").waitFor();
    await look("failure");
}
