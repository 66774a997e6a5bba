import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PageBrowser } from "./PageBrowser";

/** Runs as a script of the page itself: what a debugger evaluates is exempt from the policy. */
const probe = `
const outcomes = {};
const attempt = (name, body) => {
    try { body(); outcomes[name] = "allowed"; } catch { outcomes[name] = "refused"; }
};
attempt("eval", () => eval("1"));
attempt("code from a string", () => new Function("return 1")());
attempt("HTML from a string", () => { document.body.innerHTML = "<b>text</b>"; });
const script = document.createElement("script");
attempt("an inline script", () => { script.textContent = "globalThis.inlineRan = true"; document.body.append(script); });
const text = document.createElement("p");
text.setAttribute("style", "color: rgb(1, 2, 3)");
document.body.append(text);
outcomes["an inline style"] = getComputedStyle(text).color === "rgb(1, 2, 3)" ? "allowed" : "refused";
fetch("https://example.org/").then(() => "allowed", () => "refused").then((outcome) => {
    outcomes["a request to elsewhere"] = outcome;
    outcomes["an inline script"] = globalThis.inlineRan ? "allowed" : "refused";
    globalThis.outcomes = outcomes;
});
`;

export function underThePolicy(browser: () => PageBrowser): void {
    test("can make no code of text, and ask no other site", async () => {
        await writeFile(join(browser().folder, "probe.js"), probe);
        await writeFile(
            join(browser().folder, "probe.html"),
            '<!doctype html><title>Probe</title><body><script src="probe.js"></script>'
        );
        const page = await (await browser().newPerson()).newPage();
        await page.goto(`${browser().url}probe.html`);
        await page.waitForFunction(() => "outcomes" in globalThis);
        const outcomes = await page.evaluate(() => (globalThis as unknown as { outcomes: object }).outcomes);
        expect(new Set(Object.values(outcomes))).toStrictEqual(new Set(["refused"]));
        expect(Object.keys(outcomes)).toHaveLength(6);

        // These violations are wanted, and they show that violations are seen.
        expect((await browser().closeAll()).length).toBeGreaterThanOrEqual(6);
    });

    test("is sent with every answer, and allows nothing that is called unsafe", async () => {
        for (const path of ["", "page.js", "style.css", "missing"]) {
            const { headers } = await fetch(`${browser().url}${path}`);
            expect(headers.get("content-security-policy")).toMatch(
                /^default-src 'none'; script-src 'self'; style-src 'self';/
            );
            expect(headers.get("content-security-policy")).not.toMatch(/unsafe|\*|http|data:|blob:/);
        }
    });

    test("serves nothing from outside its folder", async () => {
        for (const path of ["..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "%00", "%E0%A4%A"]) {
            expect((await fetch(`${browser().url}${path}`)).status).toBe(404);
        }
    });
}
