import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);
const root = join(__dirname, "..", "..", "..");

const packageJson = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    name: string;
    exports: Record<string, unknown>;
    peerDependencies: Record<string, string>;
};

const specifiers = Object.keys(packageJson.exports)
    .filter((subpath) => subpath !== "./package.json")
    .map((subpath) => packageJson.name + subpath.slice(1));

/** What may come with any entry: the dependencies of the core, and theirs. A driver is loaded when it is first used. */
const packagesOfTheCore = ["@js-soft/ts-utils", "eventemitter2", "json-stringify-safe", "luxon", "tslib", "tsyringe"];

/** What comes with one entry alone. */
const packagesOfTheEntry: Partial<Record<string, string[]>> = {
    // The contract kit runs a lifecycle and moves data over an adapter.
    [`${packageJson.name}/testing`]: ["@noble/hashes"],
    [`${packageJson.name}/pseudonymization`]: ["@noble/hashes"],
    [`${packageJson.name}/transfer`]: ["@noble/hashes"],
    // What the Runtime knew before is imported.
    [`${packageJson.name}/enmeshed`]: ["@noble/hashes"],
    [`${packageJson.name}/opentelemetry`]: ["@opentelemetry/api"]
};

/** The packages of which a fresh process holds a module once it has run `load`. */
async function packagesLoadedBy(load: string): Promise<string[]> {
    const program = `
        (async () => {
            ${load};
            const inPackages = /[\\\\/]node_modules[\\\\/]((?:@[^\\\\/]+[\\\\/])?[^\\\\/]+)[\\\\/]/;
            const names = Object.keys(require.cache).map((file) => inPackages.exec(file)?.[1]).filter(Boolean);
            console.log(JSON.stringify([...new Set(names)].sort()));
        })();`;
    const { stdout } = await execute(process.execPath, ["--eval", program], { cwd: root });
    return JSON.parse(stdout) as string[];
}

describe("An entry of the package, in a fresh process", () => {
    test.each(specifiers)("%s loads no driver, required or imported", async (specifier) => {
        const required = await packagesLoadedBy(`require("${specifier}")`);
        const imported = await packagesLoadedBy(`await import("${specifier}")`);

        const additional = required.filter((name) => !packagesOfTheCore.includes(name));
        expect(additional).toStrictEqual(packagesOfTheEntry[specifier] ?? []);
        expect(imported).toStrictEqual(required);
    });

    test("is seen to load a driver where it does", async () => {
        expect(await packagesLoadedBy('require("libsql")')).toContain("libsql");
    });
});
