import { IdentityDeletionError } from "../IdentityDeletionError";
import { ValidateFunction } from "./ValidateFunction";

/**
 * A checked copy of a request. Every property is read once, before the check: a getter or a proxy cannot show one value
 * to the check and another to the use. Inherited properties count; they are what `request.name` would have read.
 *
 * Throws `invalidPropertyValue`, in words that name the property and never repeat its value.
 */
export function validateRequest<Request extends object>(
    validate: ValidateFunction,
    properties: readonly (keyof Request & string)[],
    request: unknown
): Request {
    const copy = typeof request === "object" && request !== null ? copyOf(request, properties) : request;
    if (!validate(copy)) throw IdentityDeletionError.invalidPropertyValue(describe(validate));
    return copy as Request;
}

function copyOf(request: object, properties: readonly string[]): unknown {
    if (Array.isArray(request)) return request;
    const source = request as Record<string, unknown>;
    const copy = Object.create(null) as Record<string, unknown>;
    for (const name in source) copy[name] = source[name];
    // Those that are not enumerable, such as getters of a class.
    for (const name of properties) if (!(name in copy) && name in source) copy[name] = source[name];
    return copy;
}

/** ajv leaves an error where it says no. */
function describe({ errors }: ValidateFunction): string {
    const { instancePath, message, params } = errors![0];
    if (typeof params.additionalProperty === "string") return "The request has a property that is not known.";
    const property = instancePath.slice(1);
    return `${property === "" ? "The request" : property} ${message}.`;
}
