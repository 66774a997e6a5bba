// Every command against a Backbone, with a death or a failure of the network at a random point of it, and histories of two
// devices with eight processes. After each: the facade agrees with the Backbone, and the person can cancel. And stories of a
// store whose authority changes, of odd lists, imports and broken rows: no one is deleted who has cancelled, no one is stuck.
//   node scripts/faultMatrix.mjs [--authorities 2000] [--memory 2000] [--sqlite 500] [--kill 2000] [--lokijs 500]
//     [--postgres 100] [--histories 1000] [--seed 1]
// A run that fails prints its seed; `--seed` with that number and a count of 1 runs it again.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildSync } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const count = (value) => ({ type: "string", default: value });
const { values } = parseArgs({
    options: {
        authorities: count("2000"),
        memory: count("2000"),
        sqlite: count("500"),
        kill: count("2000"),
        lokijs: count("500"),
        postgres: count("100"),
        histories: count("1000"),
        seed: count("1")
    }
});

const folder = mkdtempSync(join(tmpdir(), "identity-deletion-fault-matrix-"));
try {
    buildSync({
        entryPoints: ["faultMatrix", "backboneVictim"].map((name) => join(root, "test/support/backbone", `${name}.ts`)),
        bundle: true,
        platform: "node",
        packages: "external",
        outdir: folder,
        logLevel: "warning"
    });
    const paths = [join(root, "node_modules"), process.env.NODE_PATH].filter(Boolean).join(":");
    const { memory, sqlite, kill, lokijs, postgres, histories, seed, authorities } = values;
    const victim = join(folder, "backboneVictim.js");
    const { status } = spawnSync(
        process.execPath,
        [join(folder, "faultMatrix.js"), memory, sqlite, kill, lokijs, postgres, histories, seed, victim, authorities],
        { stdio: "inherit", env: { ...process.env, NODE_PATH: paths } }
    );
    process.exitCode = status ?? 1;
} finally {
    rmSync(folder, { recursive: true });
}
