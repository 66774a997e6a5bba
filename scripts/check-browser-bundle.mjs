// Bundles every entry that must run in a browser, as a host's bundler would, and runs the bundle where nothing of Node is
// and code cannot be made from strings, as a strict content security policy has it: from the ES modules for browsers, and
// from what a bundler takes that knows nothing of them.
import { build } from "esbuild";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { createContext, Script } from "node:vm";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";
import { entries, root } from "./entries.mjs";

const codeFromStrings = /\beval\s*\(|\(0,\s*eval\)|\bFunction\(/;

/** What a bundler finds in `exports`: without any named, esbuild adds "module", as bundlers do. */
const variants = { "ES modules": undefined, CommonJS: [] };

const browserEntries = entries.filter(({ isForBrowsers }) => isForBrowsers);
const everything = browserEntries.map(
    ({ specifier, subpath }) => `export * as ${nameOf(subpath)} from "${specifier}";`
);
const core = [
    'export { IdentityDeletionModule } from "identity-deletion-process";',
    'export { InMemoryPersistence } from "identity-deletion-process/memory";'
];
const bothWays = browserEntries.map(
    ({ specifier, subpath }) => `import * as ${nameOf(subpath)} from "${specifier}";
for (const name of Object.keys(${nameOf(subpath)})) {
    if (require("${specifier}")[name] !== ${nameOf(subpath)}[name]) throw new Error("${specifier}: two of " + name);
}`
);
for (const [variant, conditions] of Object.entries(variants)) {
    await bundle(`all entries for browsers, ${variant}`, everything.join("\n"), conditions);
    const what = `core and memory, ${variant}`;
    await runWithoutNode(what, await bundle(what, core.join("\n"), conditions));
}
await runWithoutNode("core and memory, bundled by Rolldown", await rolledDown(core.join("\n")));
runScript(await bundle("all entries, to import and to require", bothWays.join("\n")));
console.log("import and require return the same in one bundle.");

function nameOf(subpath) {
    return subpath === "." ? "core" : subpath.slice(2).replace("/", "_");
}

async function bundle(what, contents, conditions) {
    const { code, imports } = await bundled(contents, conditions);
    const builtins = imports.filter((path) => path.startsWith("node:") || builtinModules.includes(path));
    if (builtins.length > 0) throw new Error(`The bundle of ${what} asks for ${builtins.join(", ")}.`);
    if (codeFromStrings.test(code)) throw new Error(`The bundle of ${what} makes code from strings.`);
    console.log(`${what}: ${(gzipSync(code).length / 1024).toFixed(1)} KB gzipped, no module of Node, no eval.`);
    return code;
}

async function bundled(contents, conditions) {
    const { outputFiles, metafile } = await build({
        stdin: { contents, resolveDir: root },
        bundle: true,
        write: false,
        minify: true,
        metafile: true,
        platform: "browser",
        conditions,
        format: "iife",
        globalName: "bundle",
        logLevel: "silent"
    });
    const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
    return { code: outputFiles[0].text, imports };
}

/** By Rolldown, which is Vite's: it puts all files in a row, and their order is another than esbuild's. */
async function rolledDown(contents) {
    const input = join(root, "rolled-down.js");
    const virtual = {
        name: "virtual",
        load: (id) => (id === input ? contents : null),
        resolveId: (id) => (id === input ? id : null)
    };
    const built = await rolldown({ input, platform: "browser", plugins: [virtual] });
    const { output } = await built.generate({ format: "iife", name: "bundle", codeSplitting: false });
    return output[0].code;
}

/** The life of one process. */
async function runWithoutNode(what, code) {
    const { outcome } = runScript(`${code}\nglobalThis.outcome = (${life})(bundle);`);
    if ((await outcome) !== "Active, Cancelled")
        throw new Error(`The core does not work without Node: ${await outcome}`);
    console.log(`${what}: runs without Node, and without code from strings.`);
}

/** In a global scope that holds what a browser has and is needed, and nothing else. */
function runScript(code) {
    const { AbortController, URL, clearTimeout, crypto, setTimeout } = globalThis;
    const browser = { AbortController, URL, clearTimeout, crypto, setTimeout };
    const context = createContext(browser, { codeGeneration: { strings: false, wasm: false } });
    new Script(code).runInContext(context, { timeout: 10_000 });
    return context;
}

async function life({ IdentityDeletionModule, InMemoryPersistence }) {
    const module = await IdentityDeletionModule.create({ persistence: new InMemoryPersistence() });
    const identity = { address: "anyone", deviceId: "DVCxxxxxxxxxxxxxxxxx" };
    const { identityDeletionProcesses } = module.forIdentity(identity);
    const results = [
        await identityDeletionProcesses.initiateIdentityDeletionProcess(),
        await identityDeletionProcesses.cancelIdentityDeletionProcess()
    ];
    await module.close();
    return results.map((result) => (result.isSuccess ? result.value.status : String(result.error))).join(", ");
}
