/** Throws a `TypeError` or a `RangeError`. `name` is the option's full name. */
export type OptionCheck = (value: unknown, name: string) => void;

export type OptionChecks<Options> = { readonly [Name in keyof Options]-?: OptionCheck };

/** Refuses unknown names: a misspelt option would be a default that the host did not choose. `prefix`: `"retry."`. */
export function checkOptions<Options>(
    owner: string,
    options: unknown,
    checks: OptionChecks<Options>,
    prefix = ""
): void {
    if (!isObject(options)) throw new TypeError(`${owner} must be an object; it ${described(options)}.`);
    const known = Object.keys(checks);
    for (const name of Object.keys(options)) {
        if (known.includes(name)) continue;
        const nearest = nearestName(name, known);
        const hint = nearest === undefined ? "" : ` Did you mean "${prefix}${nearest}"?`;
        throw new TypeError(`There is no option "${prefix}${name}".${hint} There are: ${known.join(", ")}.`);
    }
    for (const name of known) checks[name as keyof Options](options[name], prefix + name);
}

export function optional(check: OptionCheck): OptionCheck {
    return (value, name) => value === undefined || check(value, name);
}

export function optionsOf<Options>(checks: OptionChecks<Options>): OptionCheck {
    return (value, name) => checkOptions(`The option ${name}`, value, checks, `${name}.`);
}

/** Checked elsewhere. */
export const anything: OptionCheck = () => undefined;

export const string: OptionCheck = optionThat("be a string", (value) => typeof value === "string");
export const boolean: OptionCheck = optionThat("be true or false", (value) => typeof value === "boolean");
export const callback: OptionCheck = optionThat("be a function", (value) => typeof value === "function");

/** Both bounds are inclusive. */
export function number(min: number, max: number, kind: "number" | "whole number" = "number"): OptionCheck {
    return optionThat(
        `be a ${kind} from ${min.toLocaleString("en")} to ${max.toLocaleString("en")}`,
        (value) =>
            typeof value === "number" && value >= min && value <= max && (kind === "number" || Number.isInteger(value)),
        (value) => (typeof value === "number" ? `is ${value}` : described(value))
    );
}

export function wholeNumber(min: number, max: number): OptionCheck {
    return number(min, max, "whole number");
}

export function oneOf(...allowed: string[]): OptionCheck {
    return optionThat(
        `be ${allowed.map((each) => `"${each}"`).join(" or ")}`,
        (value) => allowed.includes(value as string),
        (value) => (typeof value === "string" ? `is "${value}"` : described(value))
    );
}

export function objectWith(...methods: string[]): OptionCheck {
    const missing = (value: object): string[] =>
        methods.filter((name) => typeof Reflect.get(value, name) !== "function");
    return optionThat(
        `be an object with the method${methods.length > 1 ? "s" : ""} ${methods.join(", ")}`,
        (value) => isObject(value) && missing(value).length === 0,
        (value) => (isObject(value) ? `has no ${missing(value).join(", ")}` : described(value))
    );
}

/** `expected` follows "must". Values are left out unless `describe` returns them: they may be secrets. */
export function optionThat(
    expected: string,
    accepts: (value: unknown) => boolean,
    describe: (value: unknown) => string = described
): OptionCheck {
    return (value, name) => {
        if (accepts(value)) return;
        const message = `The option ${name} must ${expected}; it ${describe(value)}.`;
        throw typeof value === "number" ? new RangeError(message) : new TypeError(message);
    };
}

export function nearestName(name: string, known: readonly string[]): string | undefined {
    const [nearest] = known
        .map((each) => ({ each, distance: levenshteinDistanceOf(name.toLowerCase(), each.toLowerCase()) }))
        .filter(({ each, distance }) => distance < Math.max(name.length, each.length) / 2)
        .sort((one, other) => one.distance - other.distance);
    return nearest?.each;
}

function levenshteinDistanceOf(one: string, other: string): number {
    let row = [...Array(other.length + 1).keys()];
    for (const [i, letter] of Array.from(one).entries()) {
        const next = [i + 1];
        for (const [j, otherLetter] of Array.from(other).entries()) {
            next.push(Math.min(next[j] + 1, row[j + 1] + 1, row[j] + (letter === otherLetter ? 0 : 1)));
        }
        row = next;
    }
    return row[other.length];
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null;
}

function described(value: unknown): string {
    if (value === undefined) return "is missing";
    if (value === null) return "is null";
    if (Array.isArray(value)) return "is an array";
    return `is ${typeof value === "object" ? "an object" : `a ${typeof value}`}`;
}
