import { SystemClock } from "../adapters/local/SystemClock";
import type { ModuleLifecycle } from "../application/ModuleLifecycle";
import type { Pseudonyms } from "../application/pseudonym/Pseudonyms";
import { GracePeriodOptions, GracePeriodPolicy } from "../domain/GracePeriodPolicy";
import type { Clock } from "../ports/Clock";
import type { PersistencePort } from "../ports/PersistencePort";
import { defaultCloseTimeoutInMs } from "./closeModule";
import { IdentityDeletionModuleOptions } from "./IdentityDeletionModuleOptions";

export interface CheckedOptions extends Omit<IdentityDeletionModuleOptions, "gracePeriod" | "clock" | "lifecycle"> {
    readonly lifecycle?: ModuleLifecycle;
    /** A lifecycle, here or elsewhere, or a Backbone. */
    readonly isDeletedBySomebody: boolean;
    readonly policy: GracePeriodPolicy;
    readonly clock: Clock;
    readonly closeTimeoutInMs: number;
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
    "findDue",
    "scan"
] as const satisfies (keyof PersistencePort)[];

const knownOptions: readonly string[] = [
    "persistence",
    "authority",
    "eventBus",
    "onEventError",
    "gracePeriod",
    "pseudonymKey",
    "lifecycle",
    "logger",
    "closeTimeoutInMs",
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
    const { gracePeriod, clock = new SystemClock(), closeTimeoutInMs = defaultCloseTimeoutInMs, ...rest } = options;
    requireMethods("persistence", rest.persistence, portMethods);
    if (rest.authority !== undefined) requireMethods("authority", rest.authority, ["forIdentity", "close"]);
    if (rest.eventBus !== undefined) requireMethods("eventBus", rest.eventBus, ["publish"]);
    if (rest.onEventError !== undefined && typeof rest.onEventError !== "function") {
        throw new TypeError("The option onEventError must be a function.");
    }
    if (rest.pseudonymKey !== undefined) requirePseudonymKey(rest.pseudonymKey);
    if (rest.logger !== undefined) requireMethods("logger", rest.logger, ["warn"]);
    const lifecycle = rest.lifecycle === "elsewhere" ? undefined : rest.lifecycle;
    if (lifecycle !== undefined) requireLifecycle(lifecycle, rest.pseudonymKey);
    requireMethods("clock", clock, ["now"]);
    requireTimeout(closeTimeoutInMs);
    if (gracePeriod !== undefined) {
        requireObject("The option gracePeriod", gracePeriod);
        requireKnown("gracePeriod.", gracePeriod, knownGracePeriodOptions);
    }
    const isDeletedBySomebody = rest.lifecycle !== undefined || rest.authority !== undefined;
    const policy = new GracePeriodPolicy(gracePeriod);
    return { ...rest, lifecycle, isDeletedBySomebody, clock, closeTimeoutInMs, policy };
}

const maxTimerInMs = 2_147_483_647;

function requireTimeout(value: unknown): void {
    if (typeof value === "number" && value > 0 && value <= maxTimerInMs) return;
    throw new RangeError("The option closeTimeoutInMs must be a number above 0 and at most 2,147,483,647.");
}

function requireLifecycle(lifecycle: unknown, pseudonymKey: Pseudonyms | undefined): void {
    requireMethods("lifecycle", lifecycle, ["attach", "start", "stop", "firstDueDateOf", "onStored"]);
    if (pseudonymKey !== undefined) return;
    throw new TypeError(
        "The option lifecycle needs the option pseudonymKey: what is left of a deleted Identity would name it otherwise."
    );
}

function requirePseudonymKey(pseudonymKey: unknown): void {
    const { id, identityKeyOf } = (pseudonymKey ?? {}) as Partial<Record<keyof Pseudonyms, unknown>>;
    if (typeof id === "string" && typeof identityKeyOf === "function") return;
    throw new TypeError(
        "The option pseudonymKey must be what PseudonymKey.of(bytes) of identity-deletion-process/pseudonymization gives."
    );
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
