import { source as axeSource } from "axe-core";
import type { Page } from "playwright-core";
import type { PageBrowser } from "./PageBrowser";
import { heading, history, start } from "./pageSteps";
import { visitEveryState } from "./pageStates";

declare const axe: typeof import("axe-core");

export function forEverybody(browser: () => PageBrowser): void {
    /** What breaks a rule, and where: all rules in light, and in dark the one that colours can break. */
    async function problemsOf(page: Page): Promise<string[]> {
        if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axeSource);
        await page.emulateMedia({ colorScheme: "dark" });
        const inDark = await page.evaluate(() =>
            axe.run(document, { runOnly: "color-contrast", resultTypes: ["violations"] })
        );
        await page.emulateMedia({ colorScheme: "light" });
        const inLight = await page.evaluate(() =>
            axe.run(document, { rules: { "target-size": { enabled: true } }, resultTypes: ["violations"] })
        );
        for (const { passes } of [inDark, inLight]) expect(passes.map(({ id }) => id)).toContain("color-contrast");
        return [inDark, inLight].flatMap(({ violations }) =>
            violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
        );
    }

    const height = 780;
    const narrowest = 320;
    const widths = [1280, 390];

    /** States at each width, with what is wrong in them; also whether they would scroll sideways on the narrowest phone. */
    async function problemsOfEveryState(locale: string): Promise<Record<string, string[]>> {
        const context = await browser().newPerson({ locale, viewport: { width: 390, height } });
        await context.clock.setFixedTime("2026-11-23T10:00:00Z");
        const page = await browser().openPage(context);
        const problems: Record<string, string[]> = {};
        await visitEveryState(page, async (state) => {
            await page.setViewportSize({ width: narrowest, height });
            const needed = await page.evaluate(() => document.documentElement.scrollWidth);
            problems[`${state}, ${narrowest}`] = needed > narrowest ? [`scrolls sideways: ${needed} px`] : [];
            for (const width of widths) {
                await page.setViewportSize({ width, height });
                problems[`${state}, ${width}`] = await problemsOf(page);
            }
        });
        return problems;
    }

    test("breaks no rule of axe in any state, in English and German, light and dark, at 390 and 1280 pixels", async () => {
        for (const problems of await Promise.all(["en-GB", "de-DE"].map(problemsOfEveryState))) {
            expect(Object.keys(problems)).toHaveLength(12 * 3);
            expect(Object.entries(problems).filter(([, found]) => found.length > 0)).toStrictEqual([]);
        }
    }, 120_000);

    test("is used by the keyboard alone, and leads the focus along", async () => {
        const page = await browser().openPage(await browser().newPerson());
        const focused = () =>
            page.evaluate(() => {
                const host = document.activeElement as HTMLElement;
                const element = (host.shadowRoot?.activeElement ?? host) as HTMLElement;
                return element.innerText || element.id || element.getAttribute("value");
            });
        const tabTo = async (wanted: string): Promise<void> => {
            for (let presses = 0; presses < 10; presses++) {
                await page.keyboard.press("Tab");
                if ((await focused()) === wanted) return;
            }
            throw new Error(`Tab does not lead to "${wanted}", but to "${await focused()}".`);
        };

        await tabTo("14");
        await page.keyboard.press("ArrowDown");
        expect(await focused()).toBe("30");
        await tabTo("Continue …");
        await page.keyboard.press("Enter");
        expect(await focused()).toBe("Are you sure?");
        await tabTo("Start the deletion");
        await page.keyboard.press("Space");
        expect(await focused()).toBe("word");
        await page.keyboard.type("delete");
        await tabTo("Start the deletion");
        await page.keyboard.press("Space");
        await page.getByRole("timer").waitFor();
        expect(await focused()).toBe("Your Identity will be deleted");
        await tabTo("Keep my Identity");
        await page.keyboard.press("Enter");
        await page.locator(".staying").waitFor();
        expect(await focused()).toBe("You are staying");
        expect(await history(page)).toStrictEqual(["Cancelled"]);
    });

    test("says little aloud while time runs down, and what matters towards the end", async () => {
        const context = await browser().newPerson();
        await context.clock.install({ time: "2026-11-23T10:00:00Z" });
        const page = await browser().openPage(context);
        await start(page);
        await page.evaluate(() => {
            const said: string[] = ((globalThis as unknown as { said: string[] }).said = []);
            const root = document.querySelector("identity-deletion")!.shadowRoot!;
            for (const region of root.querySelectorAll("[aria-live], [role=status], [role=alert]")) {
                new MutationObserver(() => said.push(region.textContent)).observe(region, {
                    subtree: true,
                    childList: true,
                    characterData: true
                });
            }
        });
        const said = () => page.evaluate(() => (globalThis as unknown as { said: string[] }).said);

        await context.clock.runFor(90_000);
        expect(await page.locator(".digits").innerText()).toMatch(/13\s+days\s+23\s+hours/);
        expect(await said()).toStrictEqual([]);

        await context.clock.fastForward((13 * 86_400 - 150) * 1000);
        await context.clock.runFor(120_000);
        expect(await said()).toStrictEqual(["1 day left"]);
        await context.clock.fastForward((23 * 3600 - 120) * 1000);
        await context.clock.runFor(120_000);
        expect(await said()).toStrictEqual(["1 day left", "1 hour left"]);
        await context.clock.fastForward(3_600_000);
        await page.getByText("All its data are gone").waitFor();
        expect((await said()).at(-1)).toBe("Your Identity has been deleted");
        expect(await heading(page)).toBe("Your Identity has been deleted");
    });

    test("speaks the browser's language where it can, and English elsewhere", async () => {
        const languages = ["de-AT", "fr-FR"].map(async (locale) => {
            const page = await browser().openPage(await browser().newPerson({ locale }));
            const lang = await page.evaluate(() => document.documentElement.lang);
            return { lang, title: await page.locator("h1").innerText() };
        });
        expect(await Promise.all(languages)).toStrictEqual([
            { lang: "de-AT", title: "Ihre Identität löschen?" },
            { lang: "en", title: "Delete your Identity?" }
        ]);
    });
}
