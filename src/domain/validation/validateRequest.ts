import { IdentityDeletionError } from "../IdentityDeletionError";
import { nearestName } from "../options";
import { ValidateFunction } from "./ValidateFunction";

/** A checked copy: each property, also an inherited one, is read once, so that no getter shows two values. */
export function validateRequest<Request extends object>(
    validate: ValidateFunction,
    properties: readonly (keyof Request & string)[],
    request: unknown
): Request {
    const copy = typeof request === "object" && request !== null ? copyOf(request, properties) : request;
    if (!validate(copy)) throw IdentityDeletionError.invalidPropertyValue(describe(validate, properties));
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

const kinds: Readonly<Record<string, string>> = { number: "a number", object: "an object", string: "a string" };

const formOfId = "IDP and 17 letters or digits";

/** ajv's own words are for readers who know JSON Schema. */
function describe({ errors }: ValidateFunction, properties: readonly string[]): string {
    const { instancePath, params } = errors![0];
    const subject = instancePath === "" ? "The request" : instancePath.slice(1);
    if (typeof params.additionalProperty === "string") {
        const nearest = nearestName(params.additionalProperty, properties);
        const hint = nearest === undefined ? "" : ` Did you mean ${nearest}?`;
        return `The request has a property that is not known.${hint} There is: ${properties.join(", ")}.`;
    }
    if (typeof params.missingProperty === "string")
        return `The request must have the property ${params.missingProperty}.`;
    if (typeof params.type === "string") return `${subject} must be ${kinds[params.type] ?? params.type}.`;
    return `${subject} must be ${formOfId}.`;
}
