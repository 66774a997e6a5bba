import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { codeBlocksOf } from "../support/documents/codeBlocks";

const root = resolve(__dirname, "../..");

/** The documents whose JavaScript is excerpts of an example, which its own tests run. */
const excerpts: readonly (readonly [name: string, folders: readonly string[]])[] = [
    ["docs/adapters.md", ["examples/adapters", "examples/adapters/test"]],
    ["docs/enmeshed.md", ["examples/enmeshed-runtime/support"]],
    ["README.md", ["examples/enmeshed-runtime/support"]]
];

/** Its program runs in Chromium: docs.test.ts. */
const programs = ["docs/web.md"];

describe.each(excerpts)("The JavaScript of %s", (name, folders) => {
    const sources = folders
        .flatMap((folder) => readdirSync(join(root, folder)).map((file) => join(root, folder, file)))
        .filter((file) => file.endsWith(".mjs"))
        .map((file) => withoutSpace(readFileSync(file, "utf8")));
    const blocks = javaScriptOf(name);

    test("is there", () => expect(blocks).not.toHaveLength(0));

    test.each(blocks.map(({ place, code }) => [place, code]))("shows at %s what the example does", (_, code) => {
        // A comment that begins with three dots stands for what is left out, and says where that is.
        for (const piece of code.split(/^\s*\/\/ ….*$/m)) {
            expect(sources.filter((source) => source.includes(withoutSpace(piece)))).not.toHaveLength(0);
        }
    });
});

test("No other document shows JavaScript", () => {
    const documents = ["", "docs"].flatMap((folder) =>
        readdirSync(join(root, folder))
            .filter((file) => file.endsWith(".md"))
            .map((file) => join(folder, file))
    );
    const known = [...excerpts.map(([name]) => name), ...programs];
    const withJavaScript = documents.filter((name) => javaScriptOf(name).length > 0);
    expect(withJavaScript.sort()).toStrictEqual(known.sort());
});

describe("The example adapters", () => {
    test.each(["MariaDbPersistence.mjs", "RedisPersistence.mjs"])(
        "%s has at most 150 lines without comments",
        (name) => {
            const source = readFileSync(join(root, "examples/adapters", name), "utf8");
            const code = source.replace(/\/\*\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
            expect(code.split("\n").filter((line) => line.trim() !== "").length).toBeLessThanOrEqual(150);
        }
    );
});

function javaScriptOf(name: string): ReturnType<typeof codeBlocksOf> {
    return codeBlocksOf(join(root, name), name).filter(({ language }) => language === "js");
}

/** Indentation is another there, and a formatter may break lines at other places. */
function withoutSpace(code: string): string {
    return code.replace(/\s+/g, "");
}
