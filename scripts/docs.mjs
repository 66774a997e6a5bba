// Builds the documentation site into site/dist: the documents as they are, and the reference of the API from the doc comments.
// A link within the site that leads nowhere fails it, as does a comment that typedoc warns of.
//
//   npm run docs              then open site/dist/index.html with any static server, such as `npx vitepress preview site`
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { root } from "./entries.mjs";
import { run } from "./pack.mjs";

const content = join(root, "site", "content");

await rm(content, { recursive: true, force: true });
await mkdir(content, { recursive: true });
const documents = (await readdir(root)).filter((name) => name.endsWith(".md"));
for (const name of documents) await cp(join(root, name), join(content, name === "README.md" ? "index.md" : name));
await cp(join(root, "docs"), join(content, "docs"), {
    recursive: true,
    filter: (path) => !path.startsWith(join(root, "docs", "api"))
});
for (const folder of ["", "docs"]) await adaptLinks(folder);
await run("npx", ["typedoc", "--options", "typedoc.site.config.mjs"], { cwd: root });
await writeFile(join(content, "api", "typedoc-sidebar.json"), JSON.stringify(await sidebar("")));
await run("npx", ["vitepress", "build", "site"], { cwd: root });
console.log(`The site is in site/dist, with ${await numberOfPages(join(root, "site", "dist"))} pages.`);

/** Links to the README lead to the first page; what is no document is shown where the code is. */
async function adaptLinks(folder) {
    for (const name of await readdir(join(content, folder))) {
        if (!name.endsWith(".md")) continue;
        const file = join(content, folder, name);
        const text = await readFile(file, "utf8");
        // Every second part is a fenced block of code.
        const parts = text.split(/^(```[^]*?^```)$/m);
        const adapted = parts.map((part, index) => (index % 2 === 0 ? withLinksOfTheSite(part, folder, name) : part));
        await writeFile(file, adapted.join(""));
    }
}

function withLinksOfTheSite(text, folder, name) {
    // A bundler takes a path without a dot for a package.
    const withRelativeImages = text.replace(/src="(?=[a-z]+\/)/g, 'src="./');
    return withRelativeImages.replace(
        /(?<!!)\[([^\][]*)\]\(([^)#\s]+)(#[^)\s]*)?\)/g,
        (whole, words, target, anchor = "") => {
            if (/^[a-z]+:/.test(target)) return whole;
            const path = normalize(join(folder, target));
            if (path === "README.md") return `[${words}](${folder === "" ? "./" : "../"}index.md${anchor})`;
            if (!existsSync(join(root, path))) throw new Error(`${folder}/${name}: there is no ${target}.`);
            return existsSync(join(content, path)) && path.endsWith(".md") ? whole : words;
        }
    );
}

async function sidebar(folder) {
    const entries = await readdir(join(content, "api", folder), { withFileTypes: true });
    const items = [];
    for (const entry of entries.sort((one, other) => one.name.localeCompare(other.name))) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) items.push({ text: entry.name, collapsed: true, items: await sidebar(path) });
        else if (entry.name.endsWith(".md") && entry.name !== "index.md" && dirname(path) !== ".") {
            items.push({ text: entry.name.slice(0, -3), link: `/api/${path.slice(0, -3)}` });
        }
    }
    return items;
}

async function numberOfPages(folder) {
    const files = await readdir(folder, { recursive: true });
    return files.filter((name) => name.endsWith(".html")).length;
}
