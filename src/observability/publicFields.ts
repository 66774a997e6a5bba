import { isProcessId } from "../domain/IdentityDeletionProcess";
import { formOfDeleterName } from "../lifecycle/options/Deleter";
import { formOfErrorName } from "../lifecycle/run/failureReasons";
import type { LifecycleEvent } from "../lifecycle/options/LifecycleObserver";
import { isRecordKey } from "../ports/recordKeys";

type PublicValue = string | number | boolean | readonly string[];

export type PublicFields = Readonly<Record<string, PublicValue>>;

const ownErrorNames: readonly unknown[] = ["Stopped", "NotRegistered"];

type Check = (value: unknown) => PublicValue | undefined;

const number: Check = (value) => (typeof value === "number" && Number.isFinite(value) ? value : undefined);
const flag: Check = (value) => (typeof value === "boolean" ? value : undefined);
/** Any other field is not published. */
const checks: Readonly<Record<string, Check>> = {
    processId: processIdOf,
    /** From a damaged store it may be anything. */
    key: (value) => (isRecordKey(value) ? value : undefined),
    deleter: deleterNameOf,
    deleters: (value) => (Array.isArray(value) ? value.flatMap((each) => deleterNameOf(each) ?? []) : undefined),
    errorName: errorNameOf,
    daysBeforeEnd: number,
    durationInMs: number,
    nextAttemptInMs: number,
    lagInMs: number,
    oldestLagInMs: number,
    attempt: number,
    attempts: number,
    hasTimedOut: flag,
    leaseHadExpired: flag,
    found: number,
    planned: number,
    reminded: number,
    claimed: number,
    deleted: number,
    failed: number,
    parked: number,
    lost: number,
    interrupted: number,
    unreadable: number
};

/** Checks that nothing personal leaves the process, also where another program has written to the store. */
export function publicFields(event: LifecycleEvent): PublicFields {
    const { type, ...rest } = event;
    const fields: Record<string, PublicValue> = { event: type };
    const all = "summary" in rest ? { ...rest, ...rest.summary } : rest;
    for (const [name, value] of Object.entries<unknown>(all)) {
        const allowed = Object.hasOwn(checks, name) ? checks[name](value) : undefined;
        if (allowed !== undefined) fields[name] = allowed;
    }
    return fields;
}

export function processIdOf(value: unknown): string | undefined {
    return isProcessId(value) ? value : undefined;
}

export function deleterNameOf(value: unknown): string | undefined {
    return typeof value === "string" && formOfDeleterName.test(value) ? value : undefined;
}

export function errorNameOf(value: unknown): string {
    if (typeof value !== "string") return "unknown";
    return formOfErrorName.test(value) || ownErrorNames.includes(value) ? value : "unknown";
}
