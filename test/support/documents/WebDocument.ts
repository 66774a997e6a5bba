import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { launchChromium } from "../../e2e/web/chromium";
import { StaticServer } from "../../e2e/web/StaticServer";

const page = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Page</title>
<link rel="icon" href="icon.svg"><link rel="stylesheet" href="page.css"><body><script type="module" src="page.js"></script></body></html>`;

export interface ShownPage {
    /** The heading that the element shows. */
    readonly heading: string;
    /** The colour of its first screen's main button. */
    readonly accent: string;
    /** What went wrong in the page, violations of the content security policy included. */
    readonly errors: readonly string[];
}

/**
 * The program and the style sheet of a document about pages, as a reader has them: bundled with the packages of their folder,
 * served under the example's content security policy, and opened in Chromium.
 */
export async function shownInChromium(folder: string, program: string, styles: string): Promise<ShownPage> {
    writeFileSync(join(folder, "program.js"), program);
    writeFileSync(join(folder, "page.css"), styles);
    writeFileSync(join(folder, "index.html"), page);
    writeFileSync(join(folder, "icon.svg"), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    const [entry, outfile] = ["program.js", "page.js"].map((name) => join(folder, name));
    await build({ entryPoints: [entry], outfile, bundle: true, format: "esm", target: "es2022", logLevel: "silent" });
    const [server, browser] = await Promise.all([StaticServer.start(folder), launchChromium()]);
    try {
        const tab = await browser.newPage({ locale: "en-GB" });
        const errors: string[] = [];
        tab.on("pageerror", (error) => errors.push(String(error)));
        tab.on("console", (message) => {
            if (message.type() === "error" || message.type() === "warning") errors.push(message.text());
        });
        await tab.goto(server.url);
        const button = tab.getByRole("button", { name: "Keep my Identity" });
        await button.waitFor({ timeout: 20_000 });
        const heading = await tab.locator("#view-heading").innerText();
        const accent = await button.evaluate((element) => getComputedStyle(element).backgroundColor);
        return { heading, accent, errors };
    } finally {
        await browser.close();
        await server.stop();
    }
}
