import { ErrorCode } from "../../domain/ErrorCode";
import { IdentityDeletionError } from "../../domain/IdentityDeletionError";

/**
 * What a request has done that did not get the answer it should have:
 *
 * - `notDone`: the Backbone refused it, or it never left. It has changed nothing, and will not.
 * - `processed`: the Backbone has failed inside. The request has had its effect, if any.
 * - `unknown`: it may have arrived, may yet arrive, or may never arrive.
 */
export type Outcome = "notDone" | "processed" | "unknown";

export interface FailureDetails {
    readonly cause?: unknown;
    readonly backboneCode?: string;
    readonly correlationId?: string;
    readonly isExhaustedUntil?: string;
    readonly retryAfterInMs?: number;
    readonly isRetryable?: boolean;
}

/** Neither it nor its cause says anything of a user name, a password or a token. */
export class BackboneFailure extends IdentityDeletionError {
    /** The Backbone's own code, for example `error.platform.forbidden`. */
    public readonly backboneCode: string | undefined;
    /** Finds the request in the Backbone's logs. */
    public readonly correlationId: string | undefined;
    /** With `quotaExhausted`: when the quota is fresh again, if the Backbone said so. */
    public readonly isExhaustedUntil: string | undefined;
    public readonly retryAfterInMs: number | undefined;
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
