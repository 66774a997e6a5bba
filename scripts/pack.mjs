// The package as it would be published, in a temporary folder that is removed afterwards.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "./entries.mjs";

const execute = promisify(execFile);

/** Runs a program; throws with all that it printed where it fails. */
export async function run(program, args, options = {}) {
    try {
        return await execute(program, args, { maxBuffer: 1 << 26, ...options });
    } catch (error) {
        throw new Error([`${program} ${args.join(" ")} failed.`, error.stdout, error.stderr, error.message].join("\n"));
    }
}

/** Calls `use(tarball, folder)`; `folder` is the user's to write in. dist must be built. */
export async function withPackedPackage(use) {
    const folder = await mkdtemp(join(tmpdir(), "identity-deletion-pack-"));
    try {
        const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
        const { stdout } = await run("npm", args, { cwd: root });
        await use(join(folder, JSON.parse(stdout)[0].filename), folder);
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}
