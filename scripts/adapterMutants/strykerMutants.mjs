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

/** The same files with every mutant in them, each behind a question for `__STRYKER_ACTIVE_MUTANT__` of the environment. */
export async function instrumented(files) {
    const options = { plugins: null, excludedMutations: [], ignorers: [], mutationRanges: [] };
    const result = await instrumenter.instrument(
        files.map(({ name, content }) => ({ name, content, mutate: true })),
        options
    );
    const contentOf = new Map(files.map(({ name, content }) => [name, content]));
    const mutants = result.mutants.map(({ id, fileName, location, replacement }) => {
        const content = contentOf.get(fileName);
        const lines = startsOfLines(content);
        const offset = ({ line, column }) => lines[line] + column;
        const original = content.slice(offset(location.start), offset(location.end));
        return { id, file: fileName, line: location.start.line + 1, original, replacement };
    });
    return {
        contents: new Map(result.files.map(({ name, content }) => [name, content])),
        mutants: mutants.filter(({ original }) => !isMessage.test(original))
    };
}

function startsOfLines(content) {
    const starts = [0];
    for (let index = 0; index < content.length; index++) if (content[index] === "\n") starts.push(index + 1);
    return starts;
}
