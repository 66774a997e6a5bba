import { IdentityDeletionError } from "../domain/IdentityDeletionError";

/** Counts the calls that are running in a module, so that closing it can wait for them. */
export class RunningCalls {
    private count = 0;
    private isClosed = false;
    private resolveWhenIdle: (() => void)[] = [];

    /** Throws `storeUnavailable` once the module is closed. */
    public requireOpen(): void {
        if (this.isClosed) throw IdentityDeletionError.storeUnavailable("The module is closed.");
    }

    /** Throws as `requireOpen` does. Each call that began must end. */
    public begin(): void {
        this.requireOpen();
        this.count++;
    }

    public end(): void {
        this.count--;
        if (this.count === 0) for (const resolve of this.resolveWhenIdle.splice(0)) resolve();
    }

    /** Refuses new calls at once; resolves when the last running one has ended. */
    public async close(): Promise<void> {
        this.isClosed = true;
        if (this.count > 0) await new Promise<void>((resolve) => this.resolveWhenIdle.push(resolve));
    }
}
