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
    public async waitFor<Value>(
        work: (signal: HostAbortSignal) => Promise<Value>,
        timeoutInMs?: number
    ): Promise<Value> {
        if (this.isCancelled) throw new CallEnded("AbortError");
        const abort = new AbortController();
        let reject: (reason: CallEnded) => void;
        const ended = new Promise<never>((_, rejectPromise) => (reject = rejectPromise));
        const end = (name: CallEnded["name"]): void => {
            reject(new CallEnded(name));
            abort.abort();
        };
        const timer = timeoutInMs === undefined ? undefined : setTimeout(() => end("TimeoutError"), timeoutInMs);
        const onAbort = (): void => end("AbortError");
        for (const signal of this.signals) signal.addEventListener("abort", onAbort);
        try {
            return await Promise.race([work(abort.signal), ended]);
        } finally {
            clearTimeout(timer);
            for (const signal of this.signals) signal.removeEventListener("abort", onAbort);
        }
    }
}
