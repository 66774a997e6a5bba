import type { HostAbortSignal } from "../../ports/HostAbortSignal";
import { DelegateBackoff, handleWhen, retry, type IRetryBackoffContext, type RetryPolicy } from "cockatiel";
import { BackboneFailure } from "./BackboneFailure";

export interface RepeatOptions {
    /** How often a request is sent at most, the first time included. */
    readonly attempts: number;
    /** The first pause; each further one may be twice as long. */
    readonly firstPauseInMs: number;
    /** No pause is longer; where the Backbone asks for a longer one, the call answers at once instead of waiting. */
    readonly longestPauseInMs: number;
}

/**
 * Sends again what may be sent again: what was only read, and what the Backbone has certainly not dealt with. Between two
 * attempts it waits, for a random part of a pause that doubles, and for at least as long as the Backbone asked.
 */
export class Repeating {
    private readonly policy: RetryPolicy;

    public constructor(
        { attempts, firstPauseInMs, longestPauseInMs }: RepeatOptions,
        private readonly signal: HostAbortSignal
    ) {
        this.policy = retry(
            handleWhen((error) => isWorthIt(error, longestPauseInMs) && !signal.aborted),
            {
                maxAttempts: attempts - 1,
                backoff: new DelegateBackoff<IRetryBackoffContext<unknown>>(({ attempt, result }) => {
                    const pause = Math.min(longestPauseInMs, firstPauseInMs * 2 ** (attempt - 1));
                    const error = "error" in result ? result.error : undefined;
                    const asked = error instanceof BackboneFailure ? (error.retryAfterInMs ?? 0) : 0;
                    return asked + Math.round(pause * (0.5 + Math.random() / 2));
                })
            }
        );
    }

    public async run<Value>(send: () => Promise<Value>): Promise<Value> {
        return await this.policy.execute(send, this.signal);
    }
}

function isWorthIt(error: unknown, longestPauseInMs: number): boolean {
    if (!(error instanceof BackboneFailure) || !error.mayBeRepeated) return false;
    return (error.retryAfterInMs ?? 0) <= longestPauseInMs;
}
