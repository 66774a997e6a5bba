import { SystemClock } from "../adapters/local/SystemClock";
import { GracePeriodOptions, GracePeriodPolicy } from "../domain/GracePeriodPolicy";
import type { Clock } from "../ports/Clock";
import type { PersistencePort } from "../ports/PersistencePort";
import { IdentityDeletionModuleOptions } from "./IdentityDeletionModuleOptions";

export interface CheckedOptions extends Omit<IdentityDeletionModuleOptions, "gracePeriod" | "clock"> {
    readonly policy: GracePeriodPolicy;
    readonly clock: Clock;
}

const portMethods = [
    "open",
    "close",
    "insert",
    "update",
    "delete",
    "findCurrent",
    "findByLookup",
    "list",
    "findDue"
] as const satisfies (keyof PersistencePort)[];

const knownOptions: readonly string[] = [
    "persistence",
    "authority",
    "eventBus",
    "onEventError",
    "gracePeriod",
    "clock"
] satisfies (keyof IdentityDeletionModuleOptions)[];

const knownGracePeriodOptions: readonly string[] = [
    "defaultInDays",
    "minimumInDays",
    "maximumInDays"
] satisfies (keyof GracePeriodOptions)[];

/** Wrong wiring shows at creation, in words that say what to do. Throws a `TypeError` or a `RangeError`. */
export function checkedOptions(options: IdentityDeletionModuleOptions): CheckedOptions {
    requireObject("The options of IdentityDeletionModule", options);
    requireKnown("", options, knownOptions);
    const { gracePeriod, clock = new SystemClock(), ...rest } = options;
    requireMethods("persistence", rest.persistence, portMethods);
    if (rest.authority !== undefined) requireMethods("authority", rest.authority, ["forIdentity", "close"]);
    if (rest.eventBus !== undefined) requireMethods("eventBus", rest.eventBus, ["publish"]);
    if (rest.onEventError !== undefined && typeof rest.onEventError !== "function") {
        throw new TypeError("The option onEventError must be a function.");
    }
    requireMethods("clock", clock, ["now"]);
    if (gracePeriod !== undefined) {
        requireObject("The option gracePeriod", gracePeriod);
        requireKnown("gracePeriod.", gracePeriod, knownGracePeriodOptions);
    }
    return { ...rest, clock, policy: new GracePeriodPolicy(gracePeriod) };
}

function requireObject(what: string, value: unknown): void {
    if (typeof value !== "object" || value === null) throw new TypeError(`${what} must be an object.`);
}

/** A misspelt option would otherwise be a default that nobody chose. */
function requireKnown(prefix: string, options: object, known: readonly string[]): void {
    for (const name of Object.keys(options)) {
        if (!known.includes(name)) {
            throw new TypeError(`There is no option "${prefix}${name}"; there are: ${known.join(", ")}.`);
        }
    }
}

function requireMethods(option: string, value: unknown, methods: readonly string[]): void {
    requireObject(`The option ${option}`, value);
    const missing = methods.filter((name) => typeof (value as Record<string, unknown>)[name] !== "function");
    if (missing.length > 0) throw new TypeError(`The option ${option} has no method ${missing.join(", ")}.`);
}
