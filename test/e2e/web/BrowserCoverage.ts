import type { Loader, Plugin } from "esbuild";
import { createCoverageMap, type CoverageMapData } from "istanbul-lib-coverage";
import { createInstrumenter } from "istanbul-lib-instrument";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { root } from "./StaticServer";

declare global {
    /** Of jest.config.js. */
    var isCoverageAsked: boolean;
}

/** Jest's own. */
export const variable = "__coverage__";

/**
 * What ran in the browser, by statement and by branch. The sources get counters before they are bundled (Istanbul's, on
 * the TypeScript itself, so that no source map has to be trusted), and every page hands its counts in before it closes.
 *
 * The browser's own block coverage would need no counters, but what converts it counts lines instead of statements,
 * comments among them, and takes each for covered until something proves the opposite.
 */
export class BrowserCoverage {
    private readonly counts = createCoverageMap();

    public constructor(private readonly folder: string) {}

    /** Puts the counters in. The content security policy forbids the usual way to the global object. */
    public get plugin(): Plugin {
        const instrumenter = createInstrumenter({
            coverageVariable: variable,
            coverageGlobalScope: "globalThis",
            coverageGlobalScopeFunc: false,
            esModules: true,
            compact: false,
            parserPlugins: ["typescript"]
        });
        const folder = join(root, this.folder).replace(/\W/g, "\\$&");
        return {
            name: "coverage",
            setup(build) {
                build.onLoad({ filter: new RegExp(`^${folder}.*\\.ts$`) }, async ({ path }) => {
                    const source = await readFile(path, "utf8");
                    return { contents: instrumenter.instrumentSync(source, path), loader: "ts" satisfies Loader };
                });
            }
        };
    }

    /** A page that has loaded nothing yet has nothing to tell. */
    public async collectFrom(page: Page): Promise<void> {
        const counts = await page.evaluate(
            (name) => (globalThis as unknown as Record<string, CoverageMapData | undefined>)[name],
            variable
        );
        if (counts !== undefined) this.add(counts);
    }

    public add(counts: CoverageMapData): void {
        this.counts.merge(counts);
    }

    /** Adds them to what jest counts in this test file: its report and its limits are for all of the sources. */
    public addToJest(): void {
        const scope = globalThis as unknown as Record<string, CoverageMapData | undefined>;
        if (!isCoverageAsked) return;
        const all = createCoverageMap(scope[variable] ?? {});
        all.merge(this.counts);
        // Jest takes plain data only.
        scope[variable] = JSON.parse(JSON.stringify(all)) as CoverageMapData;
    }

    /** In percent, and the lines where something did not run. */
    public get figures(): { file: string; statements: number; branches: number; uncovered: string }[] {
        return this.counts.files().map((path) => {
            const file = this.counts.fileCoverageFor(path);
            const { statements, branches } = file.toSummary();
            const branchLines = Object.entries(file.getBranchCoverageByLine())
                .filter(([, { coverage }]) => coverage < 100)
                .map(([line]) => line);
            return {
                file: path.slice(root.length + 1),
                statements: statements.pct,
                branches: branches.pct,
                uncovered: [...new Set([...file.getUncoveredLines(), ...branchLines])].join(" ")
            };
        });
    }

    /** In percent, over all files. */
    public get total(): { statements: number; branches: number } {
        const { statements, branches } = this.counts.getCoverageSummary();
        return { statements: statements.pct, branches: branches.pct };
    }
}
