import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { codeBlocksOf } from "../support/documents/codeBlocks";

const root = resolve(__dirname, "../..");
const folder = join(root, "examples/adapters");
const sources = [folder, join(folder, "test")]
    .flatMap((parent) => readdirSync(parent).map((name) => join(parent, name)))
    .filter((file) => file.endsWith(".mjs"))
    .map((file) => withoutSpace(readFileSync(file, "utf8")));
const excerpts = codeBlocksOf(join(root, "docs/adapters.md"), "docs/adapters.md").filter(
    ({ language }) => language === "js"
);

describe("The document about adapters", () => {
    test("has excerpts", () => expect(excerpts.length).toBeGreaterThan(5));

    test.each(excerpts.map(({ place, code }) => [place, code]))(
        "shows at %s what the example adapters do",
        (_, code) => {
            // A line with three dots stands for what is left out.
            for (const piece of code.split(/^\s*\/\/ …$/m)) {
                expect(sources.filter((source) => source.includes(withoutSpace(piece)))).not.toHaveLength(0);
            }
        }
    );
});

describe("The example adapters", () => {
    test.each(["MariaDbPersistence.mjs", "RedisPersistence.mjs"])(
        "%s has at most 150 lines without comments",
        (name) => {
            const code = readFileSync(join(folder, name), "utf8").replace(/\/\*\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
            expect(code.split("\n").filter((line) => line.trim() !== "").length).toBeLessThanOrEqual(150);
        }
    );
});

/** Indentation is another there, and a formatter may break lines at other places. */
function withoutSpace(code: string): string {
    return code.replace(/\s+/g, "");
}
