import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Entry {
    browser?: { module: string; import: string; require: string };
    import: string;
    require: string;
}

interface PackageJson {
    exports: Record<string, Entry | string>;
    typesVersions: { "*": Record<string, string[]> };
    peerDependencies: Record<string, string>;
    peerDependenciesMeta: Record<string, { optional?: boolean }>;
    devDependencies: Record<string, string>;
    sideEffects: string[];
    bin: Record<string, string>;
}

const root = join(__dirname, "..", "..", "..");
const packageJson = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as PackageJson;

const read = (path: string): string => readFileSync(path, "utf8");
const subpaths = Object.keys(packageJson.exports).filter((subpath) => subpath !== "./package.json");

/** Parts of the core rather than technologies that a host picks. */
const adaptersOfTheCore = ["local"];
/** What several adapters share. */
const sharedByAdapters = ["groupCommit"];

function sourceOf(built: string): string {
    return join(root, built.replace(/^(\.\/)?dist\/(browser\/)?/, "src/").replace(/\.m?js$/, ".ts"));
}

describe("package.json", () => {
    // They are under another license: a host brings its own.
    test("depends on no package of enmeshed's, nor does any of its dependencies, nor does the source import one", () => {
        const lock = read(join(root, "package-lock.json"));
        expect(lock).not.toContain("@nmshd/");
        expect(JSON.stringify(packageJson)).not.toContain("@nmshd/");
        const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" });
        const texts = sources.filter((path) => path.endsWith(".ts")).map((path) => read(join(root, "src", path)));
        expect(texts.length).toBeGreaterThan(100);
        expect(texts.filter((text) => /(from|import\(|require\() ?["']@nmshd/.test(text))).toStrictEqual([]);
    });

    test.each(subpaths)("exports %s as one module to import and to require, whose source exists", (subpath) => {
        const { browser, import: imported, require: required, ...others } = packageJson.exports[subpath] as Entry;
        expect(imported).toBe(required.replace(/\.js$/, ".mjs"));
        expect(existsSync(sourceOf(required))).toBe(true);
        expect(others).toStrictEqual({});
        if (browser === undefined) return;
        // Whole in itself: some resolvers take the first condition that holds, and do not come back from inside it.
        const module = imported.replace("./dist/", "./dist/browser/");
        expect(browser).toStrictEqual({ module, import: imported, require: required });
        expect(Object.keys(browser)[0]).toBe("module");
        expect(Object.keys(packageJson.exports[subpath])[0]).toBe("browser");
    });

    test("exports each adapter that a host picks, under the name of its folder", () => {
        const folders = readdirSync(join(root, "src", "adapters")).filter(
            (name) => ![...adaptersOfTheCore, ...sharedByAdapters].includes(name)
        );
        expect(subpaths).toStrictEqual(expect.arrayContaining(folders.map((name) => `./${name}`)));
    });

    test("names the declarations of every subpath for TypeScript's old module resolution", () => {
        const declarations = subpaths
            .filter((subpath) => subpath !== ".")
            .map((subpath) => {
                const { require: required } = packageJson.exports[subpath] as { require: string };
                return [subpath.slice(2), [required.replace(/\.js$/, ".d.ts")]];
            });
        expect(packageJson.typesVersions["*"]).toStrictEqual(Object.fromEntries(declarations));
    });

    test("has every driver as an optional peer, in a version that the tests use", () => {
        const peers = Object.keys(packageJson.peerDependencies);
        expect(peers.filter((name) => !packageJson.peerDependenciesMeta[name]?.optional)).toStrictEqual([]);
        expect(Object.keys(packageJson.peerDependenciesMeta).sort()).toStrictEqual(peers.sort());
        expect(Object.keys(packageJson.devDependencies)).toStrictEqual(expect.arrayContaining(peers));
    });

    test("names as side effects files that exist", () => {
        expect(packageJson.sideEffects.map(sourceOf).filter((file) => !existsSync(file))).toStrictEqual([]);
        expect(
            Object.values(packageJson.bin)
                .map(sourceOf)
                .filter((file) => !existsSync(file))
        ).toStrictEqual([]);
    });
});
