// Builds dist: one compilation to CommonJS, and next to each public entry a small ES module that re-exports it by name.
// Two full builds for one platform would hold two copies of each class, which breaks `instanceof` and tokens that are
// classes; bundlers for browsers get one of their own, and nothing else.
//
// What is built stays in a folder of its own until it is whole. A failed build leaves the last good one in place.
import { spawnSync } from "node:child_process";
import { chmod, copyFile, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { buildForBrowsers } from "./buildForBrowsers.mjs";
import { entries, packageJson, root } from "./entries.mjs";

const dist = join(root, "dist");
const next = join(root, `.build-${process.pid}`);

try {
    await compile();
    await copyCompiledValidators();
    for (const { module } of entries) await writeEsModule(module);
    await buildForBrowsers(inNext("browser"));
    for (const file of Object.values(packageJson.bin)) await chmod(inNext(relative("dist", file)), 0o755);
    await replaceDist();
} finally {
    await rm(next, { recursive: true, force: true });
}

async function compile() {
    await mkdir(next);
    const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
    const args = [tsc, "-p", "tsconfig.build.json", "--outDir", next];
    const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
    if (status !== 0) process.exit(1);
}

/** The compiler leaves files alone that it did not write. */
async function copyCompiledValidators() {
    const folder = "domain/validation";
    for (const file of await readdir(join(root, "src", folder))) {
        if (file.startsWith("compiledValidators."))
            await copyFile(join(root, "src", folder, file), inNext(folder, file));
    }
}

async function writeEsModule(module) {
    const file = inNext(`${module}.js`);
    const names = Object.keys(createRequire(import.meta.url)(file)).filter((name) => name !== "__esModule");
    const from = `"./${basename(file)}"`;
    await writeFile(inNext(`${module}.mjs`), `export { ${names.sort().join(", ")} } from ${from};\n`);
    await writeFile(inNext(`${module}.d.mts`), `export * from ${from};\n`);
}

async function replaceDist() {
    const last = `${next}-last`;
    await rename(dist, last).catch((error) => {
        if (error.code !== "ENOENT") throw error;
    });
    await mkdir(dirname(dist), { recursive: true });
    await rename(next, dist);
    await rm(last, { recursive: true, force: true });
}

function inNext(...parts) {
    return join(next, ...parts);
}
