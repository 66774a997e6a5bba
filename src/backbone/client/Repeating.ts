import { ConstantBackoff, handleWhen, retry, type RetryPolicy } from "cockatiel";
import type { Abortion } from "./Abortion";
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
        private readonly options: RepeatOptions,
        private readonly abortion: Abortion
    ) {
        const { attempts, longestPauseInMs } = options;
        this.policy = retry(
            handleWhen((error) => isWorthIt(error, longestPauseInMs) && !abortion.isAborted),
            // A pause of the policy's own could not be ended, and would keep a process alive that has closed everything.
            { maxAttempts: attempts - 1, backoff: new ConstantBackoff(0) }
        );
    }

    /** The same, ended by this as well. */
    public endedBy(abortion: Abortion): Repeating {
        return new Repeating(this.options, abortion);
    }

    /** When the host aborts in a pause, this throws at once what the attempt before it has thrown. */
    public async run<Value>(send: () => Promise<Value>): Promise<Value> {
        let failure: unknown;
        return await this.policy.execute(async ({ attempt }) => {
            if (attempt > 0) await this.pause(attempt, failure as BackboneFailure);
            try {
                return await send();
            } catch (error) {
                failure = error;
                throw error;
            }
        });
    }

    private async pause(attempt: number, failure: BackboneFailure): Promise<void> {
        const { firstPauseInMs, longestPauseInMs } = this.options;
        const longest = Math.min(longestPauseInMs, firstPauseInMs * 2 ** (attempt - 1));
        const pauseInMs = (failure.retryAfterInMs ?? 0) + Math.round(longest * (0.5 + Math.random() / 2));
        const waiting = this.abortion.waitFor(
            (signal) =>
                new Promise<void>((resolve) => {
                    const timer = setTimeout(resolve, pauseInMs);
                    signal.addEventListener("abort", () => clearTimeout(timer));
                })
        );
        await waiting.catch(() => {
            throw failure;
        });
    }
}

function isWorthIt(error: unknown, longestPauseInMs: number): boolean {
    if (!(error instanceof BackboneFailure) || !error.mayBeRepeated) return false;
    return (error.retryAfterInMs ?? 0) <= longestPauseInMs;
}
