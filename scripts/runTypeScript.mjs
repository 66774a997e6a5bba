// Runs a program of the tests' own, which is written in TypeScript, in a process of its own.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Gives its exit code. `children` are programs that it starts itself: their compiled files come first among its arguments.
 */
export function runTypeScript(program, args, children = []) {
    const folder = mkdtempSync(join(tmpdir(), "identity-deletion-program-"));
    try {
        chmodSync(folder, 0o755);
        buildSync({
            entryPoints: [program, ...children].map((each) => join(root, each)),
            bundle: true,
            platform: "node",
            packages: "external",
            outdir: folder,
            entryNames: "[name]",
            logLevel: "warning"
        });
        const fileOf = (each) => join(folder, `${basename(each, ".ts")}.js`);
        const paths = [join(root, "node_modules"), process.env.NODE_PATH].filter(Boolean).join(":");
        const { status } = spawnSync(process.execPath, [fileOf(program), ...children.map(fileOf), ...args], {
            stdio: "inherit",
            env: { ...process.env, NODE_PATH: paths }
        });
        return status ?? 1;
    } finally {
        rmSync(folder, { recursive: true });
    }
}
