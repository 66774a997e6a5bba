/** What is used of it; it comes without types. */
declare module "istanbul-lib-instrument" {
    export function createInstrumenter(options: {
        coverageVariable: string;
        coverageGlobalScope: string;
        coverageGlobalScopeFunc: boolean;
        esModules: boolean;
        compact: boolean;
        parserPlugins: string[];
    }): { instrumentSync(source: string, path: string): string };
}
