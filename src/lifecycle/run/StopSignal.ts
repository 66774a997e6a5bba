import { maxTimerInMs } from "../../domain/retry";
import { Timer } from "../options/Timer";

/** Ends what runs: a request ends it between two steps, an abort at once. */
export class StopSignal {
    private requested = false;
    private aborted = false;
    private readonly listeners = new Set<() => void>();

    public get isRequested(): boolean {
        return this.requested;
    }

    public request(): void {
        this.requested = true;
    }

    public abort(): void {
        this.requested = true;
        this.aborted = true;
        for (const listener of [...this.listeners]) listener();
    }

    /** Calls back when it is aborted, at once where it is already. Returns a function that removes the listener. */
    public onAbort(listener: () => void): () => void {
        this.listeners.add(listener);
        if (this.aborted) listener();
        return () => this.listeners.delete(listener);
    }
}

/** Aborted calls need a second at most, and a slow store another one. */
const waitAfterAbortInMs = 2_000;

export async function stopRunning(
    running: ReadonlyMap<Promise<unknown>, StopSignal>,
    limitInMs: number,
    timer: Timer
): Promise<void> {
    const signals = [...running.values()];
    for (const signal of signals) signal.request();
    let cancelTimer = (): void => undefined;
    const isOver = new Promise<void>((resolve) => {
        cancelTimer = timer.after(Math.min(Math.max(limitInMs, 0), maxTimerInMs), () => {
            for (const signal of signals) signal.abort();
            cancelTimer = timer.after(waitAfterAbortInMs, resolve);
        });
    });
    await Promise.race([Promise.allSettled(running.keys()), isOver]);
    cancelTimer();
}
