import type { Page } from "playwright-core";

/** By the keyboard, which works in a tab that is not in front as fast as in one that is. */
export async function press(page: Page, name: string): Promise<void> {
    await page.getByRole("button", { name }).press("Enter");
}

/** What a person does on the page in English. */
export async function goToConfirmation(page: Page): Promise<void> {
    if (await page.locator(".staying").isVisible()) await press(page, "Delete my Identity after all");
    await press(page, "Continue");
    await page.getByLabel("To confirm").fill("delete");
}

export async function start(page: Page): Promise<void> {
    await goToConfirmation(page);
    await press(page, "Start the deletion");
    await page.getByRole("timer").waitFor();
}

export async function keep(page: Page): Promise<void> {
    await press(page, "Keep my Identity");
    await page.locator(".staying").waitFor();
}

export async function heading(page: Page): Promise<string> {
    return await page.locator("#view-heading").innerText();
}

/** The notice, once there is one. */
export async function notice(page: Page): Promise<string> {
    await page.locator("#notice:not(:empty)").waitFor();
    return await page.locator("#notice").innerText();
}

export async function history(page: Page): Promise<string[]> {
    return await page.locator(".history .badge").allInnerTexts();
}
