import type { LifecycleStatus } from "../lifecycle/operators/LifecycleReports";

/** `degraded`: it works, but an operator should look. `failing`: what is due is not being done. */
export type HealthLevel = "ok" | "degraded" | "failing";

export type HealthReasonCode =
    /** Deletions wait for an operator: `identity-deletion lifecycle failed`. */
    | "deletionsAreParked"
    /** Records of the store cannot be read: `identity-deletion lifecycle failed`. */
    | "recordsAreUnreadable"
    | "lagIsHigh"
    | "lifecycleDoesNotRun"
    | "lastRunFailed"
    | "storeIsNotAvailable"
    | "storeDoesNotAnswer";

export interface HealthReason {
    readonly code: HealthReasonCode;
    readonly level: Exclude<HealthLevel, "ok">;
    readonly message: string;
}

/** Holds no personal data: a host may publish it. */
export interface HealthReport {
    readonly level: HealthLevel;
    readonly reasons: readonly HealthReason[];
    /** At most five seconds old; absent where the store has not answered. */
    readonly status: LifecycleStatus | undefined;
}
