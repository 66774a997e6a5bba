// Installs the packed package into a copy of each recipe, in an empty folder, and runs the recipe's test.
//
//   npm run recipes [-- express …]
import { cp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./entries.mjs";
import { run, withPackedPackage } from "./pack.mjs";

const recipes = join(root, "examples", "recipes");
const entries = await readdir(recipes, { withFileTypes: true });
const all = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
const asked = process.argv.slice(2);

await withPackedPackage(async (tarball, folder) => {
    for (const name of all.filter((each) => asked.length === 0 || asked.includes(each))) {
        const started = performance.now();
        const project = join(folder, name);
        await cp(join(recipes, name), project, {
            recursive: true,
            filter: (path) => !/[\\/](node_modules|dist)$/.test(path)
        });
        const flags = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
        await run("npm", ["install", ...flags, tarball], { cwd: project });
        await run("npm", ["test"], { cwd: project });
        console.log(`${name}: ok, in ${((performance.now() - started) / 1000).toFixed(0)} s`);
    }
});
