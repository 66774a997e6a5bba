import { retryDelayInMs } from "../../domain/retry";
import { PersistenceError } from "../../ports/PersistenceError";
import { isLocked } from "./errors";

const delays = { firstDelayInMs: 3, maxDelayInMs: 75 };

/** Waits for a locked database without blocking the event loop, in a queue whose first alone tries. Reads try first. */
export class LockRetry {
    private queue: Promise<unknown> = Promise.resolve();
    private queueLength = 0;
    private lastError: unknown;

    public constructor(private readonly busyTimeoutInMs: number) {}

    public async read<T>(operation: () => T, since = performance.now()): Promise<T> {
        try {
            return operation();
        } catch (error) {
            if (!isLocked(error)) throw error;
            this.lastError = error;
            return await this.enqueue(operation, since);
        }
    }

    public write<T>(operation: () => T, since = performance.now()): Promise<T> {
        return this.queueLength > 0 ? this.enqueue(operation, since) : this.read(operation, since);
    }

    public isOver(call: { since: number; reject: (error: unknown) => void }, cause: unknown): boolean {
        const isOver = performance.now() >= call.since + this.busyTimeoutInMs;
        if (isOver) call.reject(this.timeoutError(cause));
        return isOver;
    }

    private async enqueue<T>(operation: () => T, since: number): Promise<T> {
        const turn = this.queue.then(async () => await this.tryUntil(since + this.busyTimeoutInMs, operation));
        this.queue = turn.catch(() => undefined);
        this.queueLength++;
        try {
            return await turn;
        } finally {
            this.queueLength--;
        }
    }

    private async tryUntil<T>(deadline: number, operation: () => T): Promise<T> {
        for (let attempt = 1; ; attempt++) {
            // The one before found it locked up to this call's deadline: no need to try.
            if (this.lastError !== undefined && performance.now() >= deadline) throw this.timeoutError(this.lastError);
            try {
                const result = operation();
                this.lastError = undefined;
                return result;
            } catch (error) {
                this.lastError = isLocked(error) ? error : undefined;
                if (this.lastError === undefined) throw error;
            }
            await new Promise((resolve) => setTimeout(resolve, retryDelayInMs(attempt, delays, Math.random())));
        }
    }

    private timeoutError(cause: unknown): PersistenceError {
        return new PersistenceError(
            "unavailable",
            `Another connection has kept the SQLite database locked for ${this.busyTimeoutInMs} ms. Nothing was written.`,
            { cause }
        );
    }
}
