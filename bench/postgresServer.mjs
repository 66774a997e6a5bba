// A real PostgreSQL server for a benchmark: the one of the tests, compiled for this run.
import { build } from "esbuild";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs `work` with a server that is there for it alone. */
export async function withPostgresServer(work) {
    // Below node_modules, so that it finds the packages it needs.
    const outfile = join(root, "node_modules", ".cache", "identity-deletion-process", "PostgresServer.cjs");
    const entry = join(root, "test", "support", "PostgresServer.ts");
    await build({ entryPoints: [entry], outfile, bundle: true, platform: "node", packages: "external" });
    const { PostgresServer } = createRequire(import.meta.url)(outfile);
    const server = await PostgresServer.start();
    try {
        return await work(server);
    } finally {
        await server.remove();
    }
}
