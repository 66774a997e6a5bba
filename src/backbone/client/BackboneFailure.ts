import { ErrorCode } from "../../domain/ErrorCode";
import { IdentityDeletionError } from "../../domain/IdentityDeletionError";

/**
 * What is known about a request that did not get the answer it should have:
 *
 * - `notDone`: the Backbone refused it, or it never left: nothing was changed by it, and nothing will be.
 * - `processed`: the Backbone answered that something broke inside. It has dealt with the request, in whatever way, and
 *   nothing of it is still on its way.
 * - `unknown`: it may have arrived, may yet arrive, or may never arrive.
 */
export type Outcome = "notDone" | "processed" | "unknown";

export interface FailureDetails {
    readonly cause?: unknown;
    /** The Backbone's own code, where it gave one. */
    readonly backboneCode?: string;
    readonly correlationId?: string;
    readonly isExhaustedUntil?: string;
    readonly retryAfterInMs?: number;
    readonly isRetryable?: boolean;
}

/** A request to the Backbone that failed. It says nothing of a user name, a password or a token, and neither does its cause. */
export class BackboneFailure extends IdentityDeletionError {
    /** What the Backbone calls it, for example `error.platform.forbidden`. */
    public readonly backboneCode: string | undefined;
    /** Under which the Backbone's operators find the request in their logs. */
    public readonly correlationId: string | undefined;
    /** With `quotaExhausted`: when the quota is fresh again, if the Backbone said so. */
    public readonly isExhaustedUntil: string | undefined;
    /** How long the Backbone, or a proxy before it, asked to wait. */
    public readonly retryAfterInMs: number | undefined;
    /** Whether the same request may be sent again within the same call. */
    public readonly isRetryable: boolean;

    public constructor(
        code: ErrorCode,
        message: string,
        public readonly outcome: Outcome,
        details: FailureDetails = {}
    ) {
        super(code, message, "cause" in details ? { cause: details.cause } : {});
        this.backboneCode = details.backboneCode;
        this.correlationId = details.correlationId;
        this.isExhaustedUntil = details.isExhaustedUntil;
        this.retryAfterInMs = details.retryAfterInMs;
        this.isRetryable = details.isRetryable ?? false;
    }

    public static notReachable(message: string, outcome: Outcome, details?: FailureDetails): BackboneFailure {
        return new BackboneFailure(ErrorCode.authorityNotReachable, message, outcome, details);
    }
}
