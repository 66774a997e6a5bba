// Builds the example page into static files that any web server can hand out:
//
//   node examples/web/build.mjs [--folder examples/web/dist]
//
// The page imports the built package by its name, like any other user: run `npm run build` first.
import { build } from "esbuild";
import { copyFile, mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({ options: { folder: { type: "string" } } });
const here = fileURLToPath(new URL(".", import.meta.url));
const folder = resolve(options.folder ?? join(here, "dist"));

await mkdir(folder, { recursive: true });
await build({
    entryPoints: [join(here, "src/main.ts")],
    outfile: join(folder, "page.js"),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    sourcemap: true,
    legalComments: "none",
    logLevel: "warning"
});
for (const file of ["index.html", "style.css", "icon.svg"]) await copyFile(join(here, file), join(folder, file));
