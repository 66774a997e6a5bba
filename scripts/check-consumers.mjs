// Installs the packed package into an empty project and uses it there as hosts do: as an ES module and as CommonJS, from
// TypeScript under each module resolution, from the command line, first without and then with the optional drivers.
import { cp, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import ts from "typescript";
import { completionsIn } from "./completions.mjs";
import { entries, packageJson, root } from "./entries.mjs";
import { run, withPackedPackage } from "./pack.mjs";

const resolutions = {
    node10: { module: "commonjs", moduleResolution: "node10", ignoreDeprecations: "6.0" },
    "node16 from CommonJS": { module: "node16", moduleResolution: "node16" },
    "node16 from an ES module": { module: "node16", moduleResolution: "node16" },
    bundler: { module: "esnext", moduleResolution: "bundler" }
};

await withPackedPackage(async (tarball, folder) => {
    const project = join(folder, "consumer");
    await cp(join(root, "test", "consumers"), project, { recursive: true });
    await writeFile(join(project, "package.json"), JSON.stringify({ name: "consumer", private: true }));
    await npmInstall(project, [tarball]);
    await node(project, "core.mjs");

    await npmInstall(project, drivers());
    await node(project, "sqlite.cjs");
    await writeFile(join(project, "identity.mjs"), identityCheck());
    await node(project, "identity.mjs");
    for (const name of Object.keys(resolutions)) await compile(project, name);
    checkCompletions(project);
    await commandLine(project);
});

/** The optional peers, in the versions that the project itself is tested with. */
function drivers() {
    return Object.keys(packageJson.peerDependencies).map((name) => `${name}@${packageJson.devDependencies[name]}`);
}

async function npmInstall(project, packages) {
    const flags = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
    await run("npm", ["install", ...flags, ...packages], { cwd: project });
}

async function node(project, file) {
    await run(process.execPath, [file], { cwd: project });
    console.log(`${file} runs.`);
}

/** Every export of every entry is one and the same thing to `import` and to `require`. */
function identityCheck() {
    const check = ({ specifier }) => `
const imported = await import("${specifier}");
const required = require("${specifier}");
const names = Object.keys(required);
assert.ok(names.length > 0);
assert.deepEqual(Object.keys(imported).filter((name) => !["default", "module.exports"].includes(name)).sort(), names.sort());
for (const name of names) assert.equal(imported[name], required[name], name);`;
    return [
        'import assert from "node:assert/strict";',
        'import { createRequire } from "node:module";',
        "const require = createRequire(import.meta.url);",
        ...entries.map((entry) => `{${check(entry)}\n}`)
    ].join("\n");
}

async function compile(project, name) {
    const file = `every-${name.replaceAll(" ", "-")}.${name.includes("ES module") ? "mts" : "ts"}`;
    const imports = entries.map(({ specifier }, i) => `import * as entry${i} from "${specifier}";\nvoid entry${i};`);
    const program = await readFile(join(project, "typed.ts"), "utf8");
    await writeFile(join(project, file), `${imports.join("\n")}\n${program}`);
    const compilerOptions = {
        ...resolutions[name],
        target: "es2022",
        lib: ["es2022"],
        types: [],
        strict: true,
        noEmit: true,
        skipLibCheck: false
    };
    await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [file] }));
    await run(join(root, "node_modules", ".bin", "tsc"), ["-p", project], { cwd: project });
    console.log(`TypeScript compiles under ${name}.`);
}

/** Known codes and statuses complete in an editor, though both are open for those of a later release. */
function checkCompletions(project) {
    const { ErrorCode, IdentityDeletionProcessStatus } = createRequire(join(project, "x.cjs"))(packageJson.name);
    const [codes, statuses] = [ErrorCode, IdentityDeletionProcessStatus].map(Object.values);
    const options = { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16, strict: true };
    const offered = completionsIn(join(project, "completions.ts"), { ...options, types: [] });
    for (const [index, known] of [codes, statuses, codes].entries()) {
        const missing = known.filter((name) => !offered[index].includes(name));
        if (missing.length > 0)
            throw new Error(`An editor does not offer ${missing.join()} in completions.ts, ${index}.`);
    }
    console.log("An editor offers the known codes and statuses.");
}

async function commandLine(project) {
    for (const command of Object.keys(packageJson.bin)) {
        const { stdout } = await run(join(project, "node_modules", ".bin", command), ["--help"], { cwd: project });
        if (!stdout.includes(command)) throw new Error(`${command} --help says nothing of ${command}:\n${stdout}`);
        console.log(`${command} --help runs.`);
    }
}
