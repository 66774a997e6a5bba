// The public entries of the package. The `exports` of package.json are the one list of them: to add an entry, add a
// line there and one under `typesVersions`; everything else (build, API check, consumers, tests) reads them from here.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

export const packageJson = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));

/** `subpath` as in `exports`, `specifier` as it is imported, `module` as its path below `src` and `dist`, without ending. */
export const entries = Object.entries(packageJson.exports)
    .filter(([subpath]) => subpath !== "./package.json")
    .map(([subpath, { require: file, browser }]) => ({
        subpath,
        specifier: packageJson.name + subpath.slice(1),
        module: file.replace(/^\.\/dist\//, "").replace(/\.js$/, ""),
        isForBrowsers: browser !== undefined
    }));
