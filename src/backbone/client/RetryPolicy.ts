import { type Retry, retryDelayInMs, wait } from "../../domain/retry";
import type { CallCancellation } from "./CallCancellation";
import { BackboneFailure } from "./BackboneFailure";

/** Repeats reads and what was certainly not processed, unless the Backbone asks for a longer delay than `maxDelayInMs`. */
export class RetryPolicy {
    public constructor(
        private readonly retry: Retry,
        private readonly cancellation: CallCancellation
    ) {}

    public endedBy(cancellation: CallCancellation): RetryPolicy {
        return new RetryPolicy(this.retry, cancellation);
    }

    /** When the host aborts during a delay, this throws at once what the attempt before it has thrown. */
    public run<Value>(send: () => Promise<Value>, attempt = 1): Promise<Value> {
        return send().catch(async (error: unknown) => {
            if (attempt === this.retry.attempts || this.cancellation.isCancelled || !this.isRetryable(error))
                throw error;
            const delayInMs = (error.retryAfterInMs ?? 0) + retryDelayInMs(attempt, this.retry, Math.random());
            await this.cancellation
                .waitFor((signal) => wait(delayInMs, signal))
                .catch(() => {
                    throw error;
                });
            return await this.run(send, attempt + 1);
        });
    }

    private isRetryable(error: unknown): error is BackboneFailure {
        return (
            error instanceof BackboneFailure &&
            error.isRetryable &&
            (error.retryAfterInMs ?? 0) <= this.retry.maxDelayInMs
        );
    }
}
