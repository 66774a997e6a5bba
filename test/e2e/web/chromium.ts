import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const usualPaths = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
];

export const chromiumPath = process.env.CHROMIUM_PATH || usualPaths.find((path) => existsSync(path));

const whatToDo =
    "There is no Chromium here. Install one (Debian: apt-get install chromium), or name yours in CHROMIUM_PATH.";

/**
 * Like `describe`, for what needs a browser. Where there is none, these tests are skipped, and a warning says so; with
 * `CI` set they fail, so that nobody takes a run without them for a whole one.
 */
export function describeInChromium(name: string, body: () => void): void {
    if (chromiumPath !== undefined) {
        describe(name, body);
    } else if (process.env.CI) {
        test(`${name} needs Chromium`, () => {
            throw new Error(whatToDo);
        });
    } else {
        // Not console.warn: jest keeps to itself what a file says in which nothing runs.
        process.stderr.write(`\nSKIPPED: ${name}. ${whatToDo}\n\n`);
        describe.skip(name, body);
    }
}

export const chromiumArguments: readonly string[] = [
    // Chromium's sandbox does not run as root.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync"
];

export async function launchChromium(): Promise<Browser> {
    return await chromium.launch({ executablePath: chromiumPath!, args: [...chromiumArguments] });
}
