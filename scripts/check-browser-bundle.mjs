// Bundles every entry that must run in a browser, as a host's bundler would, and runs the bundle where nothing of Node is
// and code cannot be made from strings, as a strict content security policy has it.
import { build } from "esbuild";
import { builtinModules } from "node:module";
import { createContext, Script } from "node:vm";
import { gzipSync } from "node:zlib";
import { entries, root } from "./entries.mjs";

const forNodeOnly = ["./sqlite", "./postgres", "./testing/backbone", "./graphile"];

const codeFromStrings = /\beval\s*\(|\(0,\s*eval\)|\bFunction\(/;

const browserEntries = entries.filter(({ subpath }) => !forNodeOnly.includes(subpath));
const everything = browserEntries.map(
    ({ specifier, subpath }) => `export * as ${nameOf(subpath)} from "${specifier}";`
);
await bundle("all entries for browsers", everything.join("\n"));

const core = await bundle(
    "core and memory",
    [
        'export { IdentityDeletionModule } from "identity-deletion-process";',
        'export { InMemoryPersistence } from "identity-deletion-process/memory";'
    ].join("\n")
);
await runWithoutNode(core);

function nameOf(subpath) {
    return subpath === "." ? "core" : subpath.slice(2);
}

async function bundle(what, contents) {
    const { code, imports } = await bundled(contents);
    const builtins = imports.filter((path) => path.startsWith("node:") || builtinModules.includes(path));
    if (builtins.length > 0) throw new Error(`The bundle of ${what} asks for ${builtins.join(", ")}.`);
    if (codeFromStrings.test(code)) throw new Error(`The bundle of ${what} makes code from strings.`);
    console.log(`${what}: ${(gzipSync(code).length / 1024).toFixed(1)} KB gzipped, no module of Node, no eval.`);
    return code;
}

async function bundled(contents) {
    const { outputFiles, metafile } = await build({
        stdin: { contents, resolveDir: root },
        bundle: true,
        write: false,
        minify: true,
        metafile: true,
        platform: "browser",
        format: "iife",
        globalName: "bundle",
        logLevel: "silent"
    });
    const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
    return { code: outputFiles[0].text, imports };
}

/** The life of one process in a global scope that holds what every browser has, and nothing else. */
async function runWithoutNode(code) {
    const { crypto, setTimeout, clearTimeout, TextDecoder, TextEncoder, structuredClone, URL } = globalThis;
    const browser = { crypto, setTimeout, clearTimeout, TextDecoder, TextEncoder, structuredClone, URL };
    const context = createContext(browser, { codeGeneration: { strings: false, wasm: false } });
    new Script(`${code}\nglobalThis.outcome = (${life})(bundle);`).runInContext(context, { timeout: 10_000 });
    const outcome = await context.outcome;
    if (outcome !== "Active, Cancelled") throw new Error(`The core does not work without Node: ${outcome}`);
    console.log("core and memory: runs without Node, and without code from strings.");
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
