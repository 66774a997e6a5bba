import { checkOptions, wholeNumber, optional } from "./options";

export interface RetryOptions {
    /** At most, the first one included. */
    attempts?: number;
    /** Before the second attempt. Each further one is twice as long; at random, up to half is taken off. */
    firstDelayInMs?: number;
    maxDelayInMs?: number;
}

export type Retry = Readonly<Required<RetryOptions>>;

/** `attempt` is the one that failed, from 1; `random` is from 0 to 1. */
export function retryDelayInMs(
    attempt: number,
    { firstDelayInMs, maxDelayInMs }: Pick<Retry, "firstDelayInMs" | "maxDelayInMs">,
    random: number
): number {
    const delayInMs = Math.min(maxDelayInMs, firstDelayInMs * 2 ** Math.min(attempt - 1, 60));
    return Math.ceil(delayInMs * (1 - random / 2));
}

export function checkedRetry(
    name: string,
    given: RetryOptions = {},
    defaults: Retry,
    { min, max }: { min: number; max: number }
): Retry {
    const { attempts = defaults.attempts, firstDelayInMs = defaults.firstDelayInMs } = given ?? {};
    checkOptions<RetryOptions>(
        `The option ${name}`,
        given,
        {
            attempts: optional(wholeNumber(1, 1_000_000)),
            firstDelayInMs: optional(wholeNumber(min, max)),
            maxDelayInMs: optional((value, each) => wholeNumber(firstDelayInMs, max)(value, each))
        },
        `${name}.`
    );
    const { maxDelayInMs = Math.max(defaults.maxDelayInMs, firstDelayInMs) } = given;
    return { attempts, firstDelayInMs, maxDelayInMs };
}

/** A platform's timer would fire at once for more. */
export const maxTimerInMs = 2_147_483_647;

interface Signal {
    readonly aborted: boolean;
    addEventListener(type: "abort", listener: () => void): void;
    removeEventListener(type: "abort", listener: () => void): void;
}

/** Resolves early when the signal aborts. */
export async function wait(delayInMs: number, signal?: Signal): Promise<void> {
    if (signal?.aborted) return;
    await new Promise<void>((resolve) => {
        const end = (): void => {
            clearTimeout(timer);
            signal?.removeEventListener("abort", end);
            resolve();
        };
        const timer = setTimeout(end, delayInMs);
        signal?.addEventListener("abort", end);
    });
}

/** Rejects with `tooLate()` at the timeout; the work goes on. */
export async function within<Value>(timeoutInMs: number, work: Promise<Value>, tooLate: () => Error): Promise<Value> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(tooLate()), timeoutInMs);
    });
    try {
        return await Promise.race([work, timeout]);
    } finally {
        clearTimeout(timer);
    }
}
