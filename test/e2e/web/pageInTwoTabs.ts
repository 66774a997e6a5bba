import type { Page } from "playwright-core";
import type { PageBrowser } from "./PageBrowser";
import { goToConfirmation, heading, history, keep, notice, press, start } from "./pageSteps";

export function twoTabs(browser: () => PageBrowser): void {
    /** Two tabs of one person; they may hear nothing of each other, as windows of two devices that share a store. */
    async function openTwo({ hearEachOther }: { hearEachOther: boolean }): Promise<[Page, Page]> {
        const context = await browser().newPerson();
        if (!hearEachOther) {
            await context.addInitScript(() => delete (globalThis as { BroadcastChannel?: unknown }).BroadcastChannel);
        }
        return await Promise.all([browser().openPage(context), browser().openPage(context)]);
    }

    const started = "The grace period has started.";
    const startLost =
        "Another window or device was faster: the deletion has been started there already. It runs only once.";
    const keepLost = "Another window or device was faster: the deletion has been cancelled there already.";

    test("lets exactly one of two that start at once win, and tells the other, who then sees the same", async () => {
        const tabs = await openTwo({ hearEachOther: false });
        for (let round = 1; round <= 3; round++) {
            await Promise.all(tabs.map(goToConfirmation));
            await Promise.all(tabs.map((tab) => press(tab, "Start the deletion")));
            await Promise.all(tabs.map((tab) => tab.getByRole("timer").waitFor()));
            expect((await Promise.all(tabs.map(notice))).sort()).toStrictEqual([startLost, started]);
            const [one, other] = await Promise.all(tabs.map((tab) => tab.locator(".lead").innerText()));
            expect(one).toBe(other);

            await Promise.all(tabs.map((tab) => press(tab, "Keep my Identity")));
            await Promise.all(tabs.map((tab) => tab.locator(".staying").waitFor()));
            await Promise.any(tabs.map(notice));
            const notices = await Promise.all(tabs.map((tab) => tab.locator("#notice").innerText()));
            expect(notices.sort()).toStrictEqual(["", keepLost]);
            for (const tab of tabs) expect(await history(tab)).toStrictEqual(Array(round).fill("Cancelled"));
        }
    });

    test("shows in one what was done in the other, and says so", async () => {
        const [one, other] = await openTwo({ hearEachOther: true });
        await goToConfirmation(other);
        await start(one);
        await other.getByRole("timer").waitFor();
        expect(await notice(other)).toBe("The deletion was started in another window or on another device.");

        await keep(other);
        await one.locator(".staying").waitFor();
        expect(await notice(one)).toContain("was cancelled in another window");
        expect(await heading(one)).toBe("You are staying");
    });

    test("takes away nothing that is being typed when the other changes nothing here", async () => {
        const [one, other] = await openTwo({ hearEachOther: true });
        await press(one, "Continue");
        await one.getByLabel("To confirm").fill("del");
        await other.evaluate(() => new BroadcastChannel("identity-deletion-process").postMessage("changed"));
        await one.getByLabel("To confirm").press("e");
        expect(await one.getByLabel("To confirm").inputValue()).toBe("dele");
    });
}
