import type { HostAbortSignal } from "../../ports/HostAbortSignal";

class CallEnded extends Error {
    public constructor(public override readonly name: "AbortError" | "TimeoutError") {
        super("The call was ended.");
    }
}

export class CallCancellation {
    public constructor(private readonly signals: readonly HostAbortSignal[]) {}

    public get isCancelled(): boolean {
        return this.signals.some(({ aborted }) => aborted);
    }

    public or(signal: HostAbortSignal): CallCancellation {
        return new CallCancellation([...this.signals, signal]);
    }

    /** Rejects, and aborts the work's signal, when the host aborts or the time is up, even if the work ignores it. */
    public waitFor<Value>(work: (signal: HostAbortSignal) => Promise<Value>, timeoutInMs?: number): Promise<Value> {
        return new Promise((resolve, reject) => {
            if (this.isCancelled) throw new CallEnded("AbortError");
            const abort = new AbortController();
            const stopWaiting = (): void => {
                clearTimeout(timer);
                for (const signal of this.signals) signal.removeEventListener("abort", onAbort);
            };
            const fail = (error: Error): void => {
                stopWaiting();
                reject(error);
            };
            const end = (name: CallEnded["name"]): void => {
                fail(new CallEnded(name));
                abort.abort();
            };
            const timer = timeoutInMs === undefined ? undefined : setTimeout(() => end("TimeoutError"), timeoutInMs);
            const onAbort = (): void => end("AbortError");
            for (const signal of this.signals) signal.addEventListener("abort", onAbort);
            work(abort.signal).then((value) => {
                stopWaiting();
                resolve(value);
            }, fail);
        });
    }
}
