import type { HostAbortSignal } from "../../ports/HostAbortSignal";

class CallEnded extends Error {
    public constructor(public override readonly name: "AbortError" | "TimeoutError") {
        super("The call was ended.");
    }
}

/** The host's ways to end what is sent: closing the module, and the signals of the authority and of a scope. */
export class CallCancellation {
    public constructor(private readonly signals: readonly HostAbortSignal[]) {}

    public get isCancelled(): boolean {
        return this.signals.some(({ aborted }) => aborted);
    }

    /** The same, ended by this signal too. */
    public or(signal: HostAbortSignal): CallCancellation {
        return new CallCancellation([...this.signals, signal]);
    }

    /**
     * Resolves with the work's value. When the host aborts or the time is up, the work's own signal aborts and this rejects
     * at once, also where the work ignores the signal. At most 2,147,483,647 ms.
     */
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
