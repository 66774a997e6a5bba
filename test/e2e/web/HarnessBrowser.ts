import { build } from "esbuild";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { BrowserCoverage } from "./BrowserCoverage";
import { launchChromium } from "./chromium";
import { root, StaticServer } from "./StaticServer";

const page = '<!doctype html><html lang="en"><title>Harness</title><script src="harness.js"></script></html>';

/** The sources of the IndexedDB store in Chromium, under the same content security policy as the example. */
export class HarnessBrowser {
    private constructor(
        private readonly folder: string,
        private readonly server: StaticServer,
        private readonly browser: Browser,
        private readonly context: BrowserContext,
        public readonly coverage: BrowserCoverage
    ) {}

    public static async start(): Promise<HarnessBrowser> {
        const folder = await mkdtemp(join(tmpdir(), "harness-"));
        const coverage = new BrowserCoverage("src/adapters/indexeddb");
        await build({
            entryPoints: [join(root, "test/e2e/web/harness/harness.ts")],
            bundle: true,
            format: "iife",
            target: "es2022",
            outfile: join(folder, "harness.js"),
            minifyWhitespace: true,
            plugins: [coverage.plugin]
        });
        await writeFile(join(folder, "index.html"), page);
        const server = await StaticServer.start(folder);
        const browser = await launchChromium();
        return new HarnessBrowser(folder, server, browser, await browser.newContext(), coverage);
    }

    public get url(): string {
        return this.server.url;
    }

    /** The page's script, as a file. */
    public get script(): string {
        return join(this.folder, "harness.js");
    }

    /** A further tab of the same browser, or of one that has stored nothing yet; empty until it is loaded. */
    public async openTab({ withNothingStored = false } = {}): Promise<Page> {
        const context = withNothingStored ? await this.browser.newContext() : this.context;
        return await context.newPage();
    }

    /** Loads the page, also anew: what a test has changed in it is gone, and what ran in it is counted. */
    public async load(tab: Page): Promise<void> {
        await this.coverage.collectFrom(tab);
        await tab.goto(this.server.url);
    }

    public async closeTab(tab: Page): Promise<void> {
        await this.coverage.collectFrom(tab);
        await tab.close();
    }

    public async stop(): Promise<void> {
        await this.browser.close();
        await this.server.stop();
        await rm(this.folder, { recursive: true });
    }
}

/** `page.evaluate` with types that do not follow JSON to any depth. */
export async function runIn<Argument, Value>(
    page: Page,
    body: (argument: Argument) => Promise<Value>,
    argument: Argument
): Promise<Value> {
    return (await page.evaluate(body as (argument: unknown) => unknown, argument)) as Value;
}
