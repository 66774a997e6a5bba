// What the core costs in a browser: bundles facade, memory store and IndexedDB store from the built package, as a host's
// bundler would, minified and gzipped, and shows how much smaller it is without each package. Fails above the budget.
//
//   node scripts/browser-size.mjs
import { build } from "esbuild";
import { gzipSync } from "node:zlib";
import { packageJson, root } from "./entries.mjs";

const budgetInKilobytes = 45;

const core = `
export { IdentityDeletionModule, ErrorCode } from "${packageJson.name}";
export { InMemoryPersistence } from "${packageJson.name}/memory";
export { IndexedDbPersistence } from "${packageJson.name}/indexeddb";
`;

const element = `export { defineIdentityDeletionElement } from "${packageJson.name}/element";`;

const whole = await bundled();
const others = [...new Set(whole.inputs.map(packageOf))].filter((name) => name !== packageJson.name);
const rows = [];
for (const name of others) rows.push([name, whole.kilobytes - (await bundled([name])).kilobytes]);
rows.sort(([, one], [, other]) => other - one);
rows.unshift([packageJson.name, (await bundled(others)).kilobytes]);

console.log("What each package adds to a bundle of the core, minified and gzipped, with what only it needs:\n");
console.log("| package | KB |\n|---|---:|");
for (const [name, kilobytes] of rows) console.log(`| ${name} | ${kilobytes.toFixed(1)} |`);
console.log(`| **whole** | **${whole.kilobytes.toFixed(1)}** |`);
console.log(`| the element alone, next to it | ${(await bundled([], element)).kilobytes.toFixed(1)} |\n`);

if (whole.kilobytes > budgetInKilobytes) {
    console.error(`The core takes ${whole.kilobytes.toFixed(1)} KB; its budget is ${budgetInKilobytes} KB.`);
    process.exitCode = 1;
}

/** In KB of 1,000 bytes. The files of packages that are named here are empty, and what only they import is not there. */
async function bundled(emptied = [], contents = core) {
    const { outputFiles, metafile } = await build({
        stdin: { contents, resolveDir: root },
        bundle: true,
        write: false,
        minify: true,
        metafile: true,
        platform: "browser",
        format: "esm",
        target: "es2022",
        legalComments: "none",
        logLevel: "error",
        plugins: [empty(emptied)]
    });
    const inputs = Object.keys(metafile.inputs).filter((path) => path !== "<stdin>");
    return { inputs, kilobytes: gzipSync(outputFiles[0].contents, { level: 9 }).length / 1000 };
}

function empty(names) {
    return {
        name: "empty",
        setup(setup) {
            setup.onLoad({ filter: /\.[cm]?js$/ }, ({ path }) =>
                names.includes(packageOf(path)) ? { contents: "module.exports = {};" } : undefined
            );
        }
    };
}

function packageOf(path) {
    const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
    return name ?? packageJson.name;
}
