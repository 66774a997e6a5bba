// Compiles what runs in a browser a second time, to ES modules, file by file: a bundler leaves out what an app does not use
// only of those, here and in what we import. Chosen by the conditions "browser" and "module" together, which only bundlers for
// browsers set: esbuild, Rolldown and webpack for `import` and for `require` alike, so that no program gets two copies of a
// class. Who sets "browser" alone gets what Node gets.
import { build } from "esbuild";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { entries, root } from "./entries.mjs";

const options = { format: "esm", target: "es2022", platform: "browser", logLevel: "warning", absWorkingDir: root };

export async function buildForBrowsers(folder) {
    await build({
        ...options,
        entryPoints: await sources(),
        outbase: "src",
        outdir: folder,
        outExtension: { ".js": ".mjs" },
        bundle: true,
        plugins: [filesStayApart, validatorsAsEsModule]
    });
}

/** All that the entries for browsers import of ours. */
async function sources() {
    const { metafile } = await build({
        ...options,
        entryPoints: entries.filter(({ isForBrowsers }) => isForBrowsers).map(({ module }) => `src/${module}.ts`),
        outdir: "nowhere",
        bundle: true,
        packages: "external",
        write: false,
        metafile: true
    });
    return Object.keys(metafile.inputs);
}

const filesStayApart = {
    name: "files stay apart",
    setup({ onResolve }) {
        onResolve({ filter: /^/ }, ({ path, kind, resolveDir }) => {
            if (kind === "entry-point") return undefined;
            if (!path.startsWith(".")) return { path, external: true };
            // What names a folder means its index.
            const isFile = existsSync(`${join(resolveDir, path)}.ts`) || existsSync(`${join(resolveDir, path)}.js`);
            return { path: isFile ? `${path}.mjs` : `${path}/index.mjs`, external: true };
        });
    }
};

/** The one source that is JavaScript, and CommonJS. */
const validatorsAsEsModule = {
    name: "validators as ES module",
    setup({ onLoad }) {
        onLoad({ filter: /compiledValidators\.js$/ }, async ({ path }) => {
            const code = await readFile(path, "utf8");
            return {
                contents: code.replace('"use strict";\n', "").replace(/^exports\.(\w+) =/gm, "export const $1 =")
            };
        });
    }
};
