import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import type { CoverageMapData } from "istanbul-lib-coverage";
import type { BrowserContext } from "playwright-core";
import { BrowserCoverage, variable } from "./BrowserCoverage";
import { root } from "./StaticServer";

const elementOfTheSources: Plugin = {
    name: "element of the sources",
    setup(build) {
        build.onResolve({ filter: /^identity-deletion-process\/element$/ }, () => ({
            path: join(root, "src/element/index.ts")
        }));
    }
};

/**
 * The example page with the element's sources, and counters in them, in place of the built element: where coverage is asked for.
 * Every other run of the tests has the page as it is built for people.
 */
export class CountedPage {
    private readonly coverage = new BrowserCoverage("src/element");

    public async build(folder: string): Promise<void> {
        await build({
            entryPoints: [join(root, "examples/web/src/main.ts")],
            outfile: join(folder, "page.js"),
            allowOverwrite: true,
            bundle: true,
            format: "esm",
            target: "es2022",
            plugins: [elementOfTheSources, this.coverage.plugin]
        });
    }

    /** Has each page of the context hand in what it has counted when it is left, also by a reload. */
    public async listenTo(context: BrowserContext): Promise<void> {
        await context.exposeFunction("handIn", (counts: string) =>
            this.coverage.add(JSON.parse(counts) as CoverageMapData)
        );
        await context.addInitScript((name) => {
            addEventListener("pagehide", () => {
                const scope = globalThis as unknown as Record<string, unknown> & { handIn(counts: string): void };
                if (scope[name] !== undefined) scope.handIn(JSON.stringify(scope[name]));
            });
        }, variable);
    }

    /** What no page has handed in yet. */
    public async collectFrom(context: BrowserContext): Promise<void> {
        for (const page of context.pages()) await this.coverage.collectFrom(page);
    }

    public report(): void {
        this.coverage.addToJest();
    }
}
