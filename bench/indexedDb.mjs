// IndexedDB in Chromium: cycles of Identities of their own, 32 at once compared with one after the other, in the same page. Both sides
// take turns. It needs the built package and Chromium: `node bench/indexedDb.mjs` (CHROMIUM_PATH names another one).
import { build } from "esbuild";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { atLeast, median } from "./measure.mjs";

const callers = 32;
const rounds = 15;
const page = '<!doctype html><html lang="en"><title>Benchmark</title><script src="page.js"></script></html>';

export async function indexedDbConcurrent() {
    const { outputFiles } = await build({
        entryPoints: [fileURLToPath(new URL("indexedDbPage.mjs", import.meta.url))],
        bundle: true,
        format: "iife",
        target: "es2022",
        conditions: ["browser"],
        write: false
    });
    const server = createServer(({ url }, response) => {
        response.setHeader("content-type", url === "/page.js" ? "text/javascript" : "text/html");
        response.end(url === "/page.js" ? outputFiles[0].text : page);
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
        args: process.getuid?.() === 0 ? ["--no-sandbox", "--disable-gpu"] : ["--disable-gpu"]
    });
    try {
        const tab = await browser.newPage();
        await tab.goto(`http://127.0.0.1:${server.address().port}/`);
        const samples = await tab.evaluate(([many, times]) => globalThis.compare(many, times), [callers, rounds]);
        const ratio = median(samples.map(({ alone, together }) => together / alone));
        return [
            atLeast("IndexedDB, one after the other: cycles a second", median(samples.map(({ alone }) => alone)), "/s"),
            atLeast(
                `IndexedDB, ${callers} at once: cycles a second`,
                median(samples.map(({ together }) => together)),
                "/s"
            ),
            atLeast(`IndexedDB, ${callers} at once / one after the other`, ratio, "×", 3)
        ];
    } finally {
        await browser.close();
        server.close();
    }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    for (const { name, value, unit, aim, met } of await indexedDbConcurrent()) {
        const verdict = aim === undefined ? "" : `  aim ≥ ${aim}${met ? "" : ": NOT REACHED"}`;
        console.log(`${name.padEnd(60)} ${value.toFixed(2).padStart(9)} ${unit}${verdict}`);
    }
}
