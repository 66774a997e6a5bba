import { PersistenceError } from "../../ports/PersistenceError";
import { isLocked } from "./errors";

const shortestDelayInMs = 2;
const longestDelayInMs = 50;

/**
 * Waits for a database that another connection has locked, without keeping the event loop from its other work.
 *
 * What is not in anybody's way runs at once. What finds the database locked stands in line, and only the first in line
 * tries again, after a random delay that grows: a hundred waiting calls would otherwise each block the event loop for
 * SQLite's own busy timeout. Writes that come later stand behind it; reads, which a writer does not lock out, try first.
 */
export class LockRetry {
    private line: Promise<unknown> = Promise.resolve();
    private lengthOfLine = 0;
    /** What the last attempt threw, if it found the database locked. */
    private lastRefusal: unknown;

    public constructor(private readonly busyTimeoutInMs: number) {}

    public async read<T>(operation: () => T): Promise<T> {
        try {
            return operation();
        } catch (error) {
            if (!isLocked(error)) throw error;
            this.lastRefusal = error;
            return await this.standInLine(operation);
        }
    }

    public async write<T>(operation: () => T): Promise<T> {
        return this.lengthOfLine > 0 ? await this.standInLine(operation) : await this.read(operation);
    }

    private async standInLine<T>(operation: () => T): Promise<T> {
        const deadline = performance.now() + this.busyTimeoutInMs;
        const turn = this.line.then(async () => await this.tryUntil(deadline, operation));
        this.line = turn.catch(() => undefined);
        this.lengthOfLine++;
        try {
            return await turn;
        } finally {
            this.lengthOfLine--;
        }
    }

    private async tryUntil<T>(deadline: number, operation: () => T): Promise<T> {
        for (let delayInMs = shortestDelayInMs; ; delayInMs = Math.min(2 * delayInMs, longestDelayInMs)) {
            // Whose time ran out while the one before found it locked to the end need not find out again.
            if (this.lastRefusal !== undefined && performance.now() >= deadline) throw this.gaveUp(this.lastRefusal);
            try {
                const result = operation();
                this.lastRefusal = undefined;
                return result;
            } catch (error) {
                this.lastRefusal = isLocked(error) ? error : undefined;
                if (this.lastRefusal === undefined) throw error;
            }
            await new Promise((resolve) => setTimeout(resolve, delayInMs * (0.5 + Math.random())));
        }
    }

    private gaveUp(cause: unknown): PersistenceError {
        return new PersistenceError(
            "unavailable",
            `Another connection has kept the SQLite database locked for ${this.busyTimeoutInMs} ms. Nothing was written.`,
            { cause }
        );
    }
}
