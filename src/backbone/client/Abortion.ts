import type { HostAbortSignal } from "../../ports/HostAbortSignal";

/** Why something is no longer waited for. */
class GivenUp extends Error {
    public constructor(public override readonly name: "AbortError" | "TimeoutError") {
        super("Nobody waits for it any more.");
    }
}

/** The host's ways to end what is sent: closing the module, and the signals of the authority and of a scope. */
export class Abortion {
    public constructor(private readonly signals: readonly HostAbortSignal[]) {}

    public get isAborted(): boolean {
        return this.signals.some(({ aborted }) => aborted);
    }

    /** The same, ended by this signal too. */
    public or(signal: HostAbortSignal): Abortion {
        return new Abortion([...this.signals, signal]);
    }

    /**
     * What the work gives. When the host aborts, or when the time is up, the work's own signal aborts, and this rejects
     * at once, also where the work does not heed it: a host's own function may not. The time is that of timers: at most
     * 2,147,483,647 ms.
     */
    public async waitFor<Value>(
        work: (signal: HostAbortSignal) => Promise<Value>,
        timeoutInMs?: number
    ): Promise<Value> {
        if (this.isAborted) throw new GivenUp("AbortError");
        const abort = new AbortController();
        let reject: (reason: GivenUp) => void;
        const givingUp = new Promise<never>((_, rejectPromise) => (reject = rejectPromise));
        const giveUp = (name: GivenUp["name"]): void => {
            reject(new GivenUp(name));
            abort.abort();
        };
        const timer = timeoutInMs === undefined ? undefined : setTimeout(() => giveUp("TimeoutError"), timeoutInMs);
        const onAbort = (): void => giveUp("AbortError");
        for (const signal of this.signals) signal.addEventListener("abort", onAbort);
        try {
            return await Promise.race([work(abort.signal), givingUp]);
        } finally {
            clearTimeout(timer);
            for (const signal of this.signals) signal.removeEventListener("abort", onAbort);
        }
    }
}
