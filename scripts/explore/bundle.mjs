// The explorer as one program, over the module as it is, or with one file of it changed.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Where the program finds what it does not contain. */
export const modulePaths = [join(root, "node_modules"), process.env.NODE_PATH].filter(Boolean).join(":");

/** Resolves with a new folder that holds the program. `change` is given the text of `file`, a path from the root. */
export async function bundleExplorer(...changes) {
    const folder = mkdtempSync(join(tmpdir(), "identity-deletion-explore-"));
    const changed = {
        name: "changed",
        setup: (bundle) => {
            bundle.onLoad({ filter: /\.ts$/ }, ({ path }) => {
                const change = changes.find(({ file }) => path === join(root, file));
                return change && { contents: change.change(readFileSync(path, "utf8")), loader: "ts" };
            });
        }
    };
    await build({
        entryPoints: ["main", "judge", "World"].map((name) => join(root, "test/explore", `${name}.ts`)),
        bundle: true,
        platform: "node",
        packages: "external",
        outdir: folder,
        plugins: [changed],
        logLevel: "warning"
    });
    return folder;
}

export function worldNames(folder) {
    const { worlds } = createRequire(import.meta.url)(join(folder, "World.js"));
    return worlds.map(({ name }) => name);
}

/** Explores the worlds of these names, separated by `|`, in a process of its own. */
export function exploreWorld(folder, names, states, { env = {}, timeoutInMs = 0, order = "wide" } = {}) {
    const args = [
        "--max-semi-space-size=64",
        "--max-old-space-size=6000",
        join(folder, "main.js"),
        names,
        states,
        order
    ];
    const child = spawn(process.execPath, args, {
        env: { ...process.env, NODE_PATH: modulePaths, ...env },
        timeout: timeoutInMs
    });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    return new Promise((resolve) =>
        child.on("close", (status) =>
            resolve({
                output: output.replace(/TOTAL.*\n/, "").trimEnd(),
                states: Number(/TOTAL (\d+)/.exec(output)?.[1] ?? 0),
                isFaultless: status === 0
            })
        )
    );
}
