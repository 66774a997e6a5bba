import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { launchChromium } from "./chromium";
import { CountedPage } from "./CountedPage";
import { root, StaticServer } from "./StaticServer";

interface Recorded {
    violations: string[];
}

/** The example page, built from the built package, served with its content security policy, in Chromium. */
export class PageBrowser {
    private readonly contexts: BrowserContext[] = [];
    private readonly errors: string[] = [];

    private constructor(
        public readonly folder: string,
        private readonly server: StaticServer,
        private readonly browser: Browser,
        private readonly counted: CountedPage | undefined
    ) {}

    public static async start(): Promise<PageBrowser> {
        const folder = await mkdtemp(join(tmpdir(), "page-"));
        const program = join(root, "examples/web/build.mjs");
        await promisify(execFile)(process.execPath, [program, "--folder", folder]);
        const counted = isCoverageAsked ? new CountedPage() : undefined;
        await counted?.build(folder);
        const [server, browser] = await Promise.all([StaticServer.start(folder), launchChromium()]);
        return new PageBrowser(folder, server, browser, counted);
    }

    public get url(): string {
        return this.server.url;
    }

    /** A browser of a new person: nothing is stored. English unless the options say otherwise. */
    public async newPerson(options: BrowserContextOptions = {}): Promise<BrowserContext> {
        const context = await this.browser.newContext({ locale: "en-GB", timezoneId: "Europe/Berlin", ...options });
        context.setDefaultTimeout(10_000);
        await this.counted?.listenTo(context);
        this.contexts.push(context);
        await context.addInitScript(() => {
            const recorded: Recorded = ((globalThis as unknown as { recorded: Recorded }).recorded = {
                violations: []
            });
            document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
                recorded.violations.push(`${violatedDirective} ${blockedURI}`)
            );
        });
        context.on("weberror", (error) => this.errors.push(String(error.error())));
        context.on("console", (message) => {
            if (message.type() === "error" || message.type() === "warning") this.errors.push(message.text());
        });
        return context;
    }

    /** A tab with the page in it, which has finished loading. */
    public async openPage(context: BrowserContext): Promise<Page> {
        const page = await context.newPage();
        await page.goto(this.url);
        await page.locator("#view-heading").waitFor();
        return page;
    }

    public async violations(page: Page): Promise<string[]> {
        return await page.evaluate(() => (globalThis as unknown as { recorded: Recorded }).recorded.violations);
    }

    /** What went wrong in any page since the last call: violations of the policy, errors that nobody caught, warnings. */
    public async closeAll(): Promise<string[]> {
        const pages = this.contexts.flatMap((context) => context.pages());
        const violations = await Promise.all(pages.map((page) => this.violations(page)));
        for (const context of this.contexts) await this.counted?.collectFrom(context);
        await Promise.all(this.contexts.splice(0).map((context) => context.close()));
        return [...violations.flat(), ...this.errors.splice(0)];
    }

    public async stop(): Promise<void> {
        this.counted?.report();
        await this.browser.close();
        await this.server.stop();
        await rm(this.folder, { recursive: true });
    }
}

/** Changes what the store holds, behind the page's back: as the lifecycle, or an older release, would have left it. */
export async function changeStored(page: Page, changed: Record<string, unknown>): Promise<void> {
    await page.evaluate(
        (process) =>
            new Promise<void>((resolve, reject) => {
                const opening = indexedDB.open("identity-deletion-process");
                opening.onsuccess = () => {
                    const transaction = opening.result.transaction("processes", "readwrite");
                    const cursors = transaction.objectStore("processes").openCursor();
                    cursors.onsuccess = () => {
                        const record = cursors.result?.value as { data: { process?: object } } | undefined;
                        if (record === undefined) return;
                        // The mark of the pseudonym key comes first; it is no process.
                        if (record.data.process === undefined) {
                            cursors.result!.continue();
                            return;
                        }
                        cursors.result!.update({
                            ...record,
                            data: { ...record.data, process: { ...record.data.process, ...process } }
                        });
                    };
                    transaction.oncomplete = () => {
                        opening.result.close();
                        resolve();
                    };
                    transaction.onabort = () => reject(transaction.error!);
                };
            }),
        changed
    );
}

/** All that the page's site has stored in the browser, as text. */
export async function everythingStored(page: Page): Promise<string> {
    return await page.evaluate(
        () =>
            new Promise<string>((resolve, reject) => {
                const opening = indexedDB.open("identity-deletion-process");
                opening.onsuccess = () => {
                    const records = opening.result.transaction("processes").objectStore("processes").getAll();
                    records.onsuccess = () => {
                        opening.result.close();
                        resolve(JSON.stringify([records.result, { ...localStorage }]));
                    };
                    records.onerror = () => reject(records.error!);
                };
            })
    );
}

/** Which of the images the documents show. */
const imagesOfTheDocuments = ["en-offer", "de-confirm", "en-countdown", "en-history"];

/** For the documents: with UPDATE_SCREENSHOTS=1 only; any other run of the tests leaves the files alone. */
export async function keepImage(page: Page, name: string, colorScheme: "light" | "dark" = "light"): Promise<void> {
    if (process.env.UPDATE_SCREENSHOTS !== "1" || !imagesOfTheDocuments.includes(name)) return;
    const { width, height } = page.viewportSize()!;
    await page.emulateMedia({ colorScheme });
    for (const [suffix, width] of [
        ["", 390],
        ["-1280", 1280]
    ] as const) {
        await page.setViewportSize({ width, height });
        if (name.endsWith("history")) await page.locator(".history").scrollIntoViewIfNeeded();
        const path = join(root, "docs/images", `web-${name}${suffix}.png`);
        await page.screenshot({ animations: "disabled", path });
    }
    await page.setViewportSize({ width, height });
}
