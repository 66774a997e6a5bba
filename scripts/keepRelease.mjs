// Keeps the present release: bundles it into one file, and has that file write a store of each kind with an Identity in every
// state. The tests open them with later code, and run the two releases together. Run it once for each release,
// before its version is raised; a folder that is there is never changed.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { packageJson, root } from "./entries.mjs";
import { runTypeScript } from "./runTypeScript.mjs";

const folder = join(root, "test/data/releases", packageJson.version);
const next = `${folder}.part`;

if (existsSync(folder)) {
    console.error(`Release ${packageJson.version} is kept already. What is kept never changes.`);
    process.exit(1);
}
rmSync(next, { recursive: true, force: true });
mkdirSync(next, { recursive: true });
await bundleRelease(join(next, "module.cjs"));
const status = runTypeScript("test/support/releases/keep/main.ts", [root, next]);
if (status !== 0) process.exit(status);
renameSync(next, folder);

async function bundleRelease(outfile) {
    const { metafile } = await build({
        entryPoints: [join(root, "test/support/releases/release.ts")],
        outfile,
        bundle: true,
        minify: true,
        format: "cjs",
        platform: "node",
        target: "node20",
        mainFields: ["module", "main"],
        // Drivers: a host brings them, and so do the tests of a kept release.
        external: ["libsql", "pg", "kysely", "kysely/migration", "idb"],
        legalComments: "none",
        metafile: true,
        absWorkingDir: root,
        logLevel: "warning"
    });
    writeFileSync(join(dirname(outfile), "LICENSES.txt"), licencesOf(Object.keys(metafile.inputs)));
}

/** The licence of each package that is in the bundle, our own first. */
function licencesOf(inputs) {
    const packages = inputs.map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]).filter(Boolean);
    return ["", ...new Set(packages.sort())].map(licenceOf).join("\n\n");
}

function licenceOf(name) {
    const at = name === "" ? root : join(root, "node_modules", name);
    const { version, license, name: fullName } = JSON.parse(readFileSync(join(at, "package.json"), "utf8"));
    const file = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license", "LICENCE"].find((each) =>
        existsSync(join(at, each))
    );
    const text = file === undefined ? "" : `\n\n${readFileSync(join(at, file), "utf8").trim()}`;
    return `== ${fullName} ${version}: ${license} ==${text}\n`;
}
