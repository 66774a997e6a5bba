// The mutants that Stryker makes of a file, as replacements of text: `{ start, end, replacement }`.
import { createRequire } from "node:module";

// The instrumenter belongs to Stryker's core, which does not export it.
const ofCore = createRequire(createRequire(import.meta.url).resolve("@stryker-mutator/core"));
const { createInstrumenter } = await import(ofCore.resolve("@stryker-mutator/instrumenter"));
const { createInjector } = await import(ofCore.resolve("typed-inject"));

const silent = new Proxy({}, { get: () => () => false });
const instrumenter = createInjector()
    .provideValue("logger", silent)
    .provideValue("getLogger", () => silent)
    .provideValue("options", {})
    .injectFunction(createInstrumenter);

/** A message of an error or a piece of one: the port says nothing about its words. */
const isMessage = /^"[A-Z][^"]*\."$|^"innodb_|^`Redis needs/;

export async function strykerMutantsOf(name, content) {
    const options = { plugins: null, excludedMutations: [], ignorers: [], mutationRanges: [] };
    const { mutants } = await instrumenter.instrument([{ name, content, mutate: true }], options);
    const lines = startsOfLines(content);
    return mutants
        .map(({ location, replacement }) => ({
            start: lines[location.start.line] + location.start.column,
            end: lines[location.end.line] + location.end.column,
            replacement
        }))
        .filter(({ start, end }) => !isMessage.test(content.slice(start, end)));
}

function startsOfLines(content) {
    const starts = [0];
    for (let index = 0; index < content.length; index++) if (content[index] === "\n") starts.push(index + 1);
    return starts;
}
