export interface Difference {
    /** Where, for example `[0].data.journal[1].note`; empty: at the top. */
    path: string;
    actual: unknown;
    expected: unknown;
}

const maxDescriptionLength = 400;

/**
 * Where two JSON values differ first, or `undefined`. The order of an object's properties and its prototype do not
 * matter; a property that is `undefined` counts as absent.
 */
export function firstDifference(actual: unknown, expected: unknown, path = ""): Difference | undefined {
    if (Object.is(actual, expected)) return undefined;
    if (!isObject(actual) || !isObject(expected) || Array.isArray(actual) !== Array.isArray(expected)) {
        return { path, actual, expected };
    }
    if (Array.isArray(actual) && actual.length !== (expected as unknown as unknown[]).length) {
        return { path, actual, expected };
    }
    for (const name of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
        const step = Array.isArray(expected) ? `[${name}]` : `.${name}`;
        const difference = firstDifference(actual[name], expected[name], path + step);
        if (difference !== undefined) return difference;
    }
    return undefined;
}

/** The value as JSON, shortened. */
export function describeValue(value: unknown): string {
    const text = textOf(value);
    return text.length <= maxDescriptionLength
        ? text
        : `${text.slice(0, maxDescriptionLength)}… (${text.length} characters)`;
}

function textOf(value: unknown): string {
    try {
        return JSON.stringify(value) ?? String(value);
    } catch {
        return String(value);
    }
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null;
}
