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
    public async run<Value>(send: () => Promise<Value>): Promise<Value> {
        for (let attempt = 1; ; attempt++) {
            try {
                return await send();
            } catch (error) {
                if (attempt === this.retry.attempts || this.cancellation.isCancelled || !this.isRetryable(error))
                    throw error;
                const delayInMs = (error.retryAfterInMs ?? 0) + retryDelayInMs(attempt, this.retry, Math.random());
                await this.cancellation
                    .waitFor((signal) => wait(delayInMs, signal))
                    .catch(() => {
                        throw error;
                    });
            }
        }
    }

    private isRetryable(error: unknown): error is BackboneFailure {
        return (
            error instanceof BackboneFailure &&
            error.isRetryable &&
            (error.retryAfterInMs ?? 0) <= this.retry.maxDelayInMs
        );
    }
}
