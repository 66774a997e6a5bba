// Asks publint and "are the types wrong" about the packed package.
import { join } from "node:path";
import { root } from "./entries.mjs";
import { run, withPackedPackage } from "./pack.mjs";

await withPackedPackage(async (tarball) => {
    for (const [tool, ...args] of [
        ["publint", "run", "--strict", tarball],
        ["attw", "--no-emoji", tarball]
    ]) {
        const { stdout } = await run(join(root, "node_modules", ".bin", tool), args);
        console.log(stdout);
    }
});
