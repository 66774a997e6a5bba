import { IdentityDeletionError } from "../domain/IdentityDeletionError";

interface ModuleCalls {
    readonly names: Map<string, RunningCalls>;
    count: number;
    isClosed: boolean;
    resolveWhenIdle: (() => void)[];
}

/** Counts running calls by name, so that closing the module can wait for them and say what it waits for. */
export class RunningCalls {
    private count = 0;

    public constructor(
        private readonly name = "other calls",
        private readonly all: ModuleCalls = { names: new Map(), count: 0, isClosed: false, resolveWhenIdle: [] }
    ) {
        this.all.names.set(name, this);
    }

    /** A counter of the same module under another name: closing either closes both. */
    public named(name: string): RunningCalls {
        return this.all.names.get(name) ?? new RunningCalls(name, this.all);
    }

    public get running(): string[] {
        return [...this.all.names.values()]
            .filter(({ count }) => count > 0)
            .map(({ name, count }) => `${name} (${count})`);
    }

    public requireOpen(): void {
        if (this.all.isClosed) throw IdentityDeletionError.storeUnavailable("The module is closed.");
    }

    /** Throws `storeUnavailable` once the module is closed. Each call that began must end. */
    public begin(): void {
        this.requireOpen();
        this.count++;
        this.all.count++;
    }

    public end(): void {
        this.count--;
        this.all.count--;
        if (this.all.count === 0) for (const resolve of this.all.resolveWhenIdle.splice(0)) resolve();
    }

    /** Refuses new calls at once; resolves when the last running one has ended. */
    public async close(): Promise<void> {
        this.all.isClosed = true;
        if (this.all.count > 0) await new Promise<void>((resolve) => this.all.resolveWhenIdle.push(resolve));
    }
}
