import { CliError } from "../CliError";

const names = ["deleters", "notifier", "options", "close"] as const;

export type HostExports = Partial<Record<(typeof names)[number], unknown>>;

/** What Node and compilers add to what a CommonJS file exports. */
const ofTheLoader: readonly string[] = ["default", "__esModule", "module.exports"];

/** Refuses a name that is not known: a misspelt `notifier` must not mean that no messages are sent. */
export function exportsOf(path: string, namespace: unknown): HostExports {
    const named = namespace as Record<string, unknown>;
    const byDefault = defaultOf(path, named);
    const found: HostExports = {};
    for (const source of [named, byDefault]) {
        for (const [name, value] of Object.entries(source)) {
            if (ofTheLoader.includes(name)) continue;
            if (!isKnown(name)) {
                throw CliError.usage(
                    `${path} exports "${name}", which is not known; there are: ${names.join(", ")}.`,
                    "correct its name, or do not export it"
                );
            }
            // A CommonJS file's exports come both by name and by default.
            if (found[name] !== undefined && found[name] !== value) {
                throw CliError.usage(`${path} exports ${name} twice, by name and by default.`, "export each once");
            }
            found[name] = value;
        }
    }
    return found;
}

function defaultOf(path: string, named: Record<string, unknown>): Record<string, unknown> {
    const value = named.default;
    if (value === undefined) return {};
    // An ES module that was compiled to CommonJS has its own default export within what Node takes for one.
    if (isObject(value) && value.__esModule === true) return { ...value, ...defaultOf(path, value) };
    if (Array.isArray(value)) return { deleters: value };
    if (isObject(value)) return value;
    throw CliError.usage(
        `${path} has a default export that is neither an object nor an array.`,
        `export an object with ${names.join(", ")}`
    );
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null;
}

function isKnown(name: string): name is (typeof names)[number] {
    return (names as readonly string[]).includes(name);
}
