import { SystemClock } from "../adapters/local/SystemClock";
import type { LifecycleFactory } from "../application/LifecyclePort";
import type { Pseudonyms } from "../application/pseudonym/Pseudonyms";
import { GracePeriodPolicy } from "../domain/GracePeriodPolicy";
import { anything, callback, checkOptions, number, objectWith, optional, optionThat } from "../domain/options";
import { maxTimerInMs } from "../domain/retry";
import type { Clock } from "../ports/Clock";
import type { PersistencePort } from "../ports/PersistencePort";
import { defaultCloseTimeoutInMs } from "./closeModule";
import { IdentityDeletionModuleOptions } from "./IdentityDeletionModuleOptions";

export interface CheckedOptions extends Omit<IdentityDeletionModuleOptions, "gracePeriod" | "clock" | "lifecycle"> {
    readonly lifecycle?: LifecycleFactory;
    readonly deletesIdentities: boolean;
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

export function checkedOptions(options: IdentityDeletionModuleOptions): CheckedOptions {
    checkOptions<IdentityDeletionModuleOptions>("The options of IdentityDeletionModule", options, {
        persistence: objectWith(...portMethods),
        authority: optional(objectWith("forIdentity", "close")),
        eventBus: optional(objectWith("publish")),
        onEventError: optional(callback),
        gracePeriod: anything,
        pseudonymKey: optional(
            optionThat(
                "be what PseudonymKey.of(bytes) of identity-deletion-process/pseudonymization returns",
                isPseudonymKey
            )
        ),
        lifecycle: optional(
            optionThat(
                'be Lifecycle.configure(…) of identity-deletion-process/lifecycle, or "elsewhere"',
                (value) => value === "elsewhere" || typeof value === "function"
            )
        ),
        logger: optional(objectWith("warn")),
        closeTimeoutInMs: optional(number(1, maxTimerInMs)),
        clock: optional(objectWith("now"))
    });
    const { gracePeriod, clock = new SystemClock(), closeTimeoutInMs = defaultCloseTimeoutInMs, ...rest } = options;
    const lifecycle = rest.lifecycle === "elsewhere" ? undefined : rest.lifecycle;
    if (lifecycle !== undefined && rest.pseudonymKey === undefined) {
        throw new TypeError(
            "The option lifecycle needs the option pseudonymKey: what is left of a deleted Identity would name it otherwise."
        );
    }
    const deletesIdentities = rest.lifecycle !== undefined || rest.authority !== undefined;
    const policy = new GracePeriodPolicy(gracePeriod);
    return { ...rest, lifecycle, deletesIdentities, clock, closeTimeoutInMs, policy };
}

function isPseudonymKey(value: unknown): boolean {
    const { id, identityKeyOf } = (value ?? {}) as Partial<Record<keyof Pseudonyms, unknown>>;
    return typeof id === "string" && typeof identityKeyOf === "function";
}
