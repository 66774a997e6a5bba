import type { PageBrowser } from "./PageBrowser";
import type { Page } from "playwright-core";

type Process = Record<string, string>;

interface OtherHost {
    /** What the facade answers: these, or an error with this code. */
    readonly processes?: readonly Process[];
    readonly code?: string;
    readonly attributes?: Readonly<Record<string, string>>;
    readonly isFacadeItself?: boolean;
}

const active: Process = { id: "IDPxxxxxxxxxxxxxxxxx", status: "Active" };

/** The element in a host that is not the example: what it leaves out, and what its store answers. */
export function inOtherHosts(browser: () => PageBrowser): void {
    let page: Page;

    beforeEach(async () => {
        page = await browser().openPage(await browser().newPerson());
    });

    test("shows an active process of old data, which has no end, and lets it be kept", async () => {
        await show(page, { processes: [active] });
        expect(await heading(page)).toBe("Your Identity will be deleted");
        expect(await page.getByRole("timer").count()).toBe(0);
        expect(await page.getByRole("button", { name: "Keep my Identity" }).isVisible()).toBe(true);
        expect(await page.locator(".history").innerText()).toContain("Grace period");
    });

    test("takes a facade as well as a function that opens one, and says nothing of data that it was not told of", async () => {
        await show(page, { isFacadeItself: true });
        expect(await heading(page)).toBe("Delete your Identity?");
        expect(await page.locator(".deleted-data").count()).toBe(0);
        expect(await page.getByRole("button", { name: "Download my data first" }).count()).toBe(0);
        expect(await page.getByRole("button", { name: "Copy the address" }).count()).toBe(0);
    });

    test("says in plain words why nothing can be shown", async () => {
        for (const [code, words] of [
            ["storeUnavailable", "private window"],
            ["storeIsCorrupt", "cannot be read"],
            ["storeIsOfNewerVersion", "load the page again"],
            ["quotaExhausted", "Something unforeseen"]
        ]) {
            await show(page, { code: `error.runtime.identityDeletionProcess.${code}` });
            expect(await heading(page)).toBe("That did not work");
            expect(await page.locator("#view").innerText()).toContain(words);
        }
    });

    test("has headings where the host's page needs them", async () => {
        for (const [level, name] of [
            ["1", "h1"],
            ["6", "h6"],
            ["7", "h2"],
            ["x", "h2"]
        ]) {
            await show(page, { attributes: { "heading-level": level } });
            expect(await page.locator("#view-heading").evaluate((element) => element.localName)).toBe(name);
        }
    });

    test("goes on where it was when it is moved within the page, and shows what holds", async () => {
        await show(page, { processes: [active] });
        await page.evaluate(() => {
            const element = document.querySelector("identity-deletion")!;
            element.remove();
            document.body.append(element);
        });
        expect(await heading(page)).toBe("Your Identity will be deleted");
    });

    test("says so where the address cannot be copied", async () => {
        await show(page, {
            attributes: { address: "did:e:example.org:dids:0123456789abcdef01238e", "device-id": "DVCx" }
        });
        await page.evaluate(() => {
            Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.reject(new Error()) } });
        });
        await page.getByRole("button", { name: "Copy the address" }).click();
        await page.getByText("could not be copied").waitFor({ state: "attached" });
    });
}

async function heading(page: Page): Promise<string> {
    return await page.locator("#view-heading").innerText();
}

/** Puts an element of another host in the place of the example's. */
async function show(page: Page, host: OtherHost): Promise<void> {
    await page.evaluate(({ processes = [], code, attributes = {}, isFacadeItself }) => {
        const isError = code !== undefined;
        const answer = { isError, isSuccess: !isError, value: processes, error: { code } };
        const facade = { getIdentityDeletionProcesses: async () => await Promise.resolve(answer) };
        const element = document.createElement("identity-deletion") as HTMLElement & { processes: unknown };
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        element.processes = isFacadeItself === true ? facade : () => facade;
        document.querySelector("identity-deletion")!.replaceWith(element);
    }, host);
    await page.locator("#view-heading").waitFor();
}
