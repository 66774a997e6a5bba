import { HostAbortSignal } from "../../ports/HostAbortSignal";
import { Clock } from "../../ports/Clock";
import { StopSignal } from "./StopSignal";
import { Timer } from "../options/Timer";

export type Outcome = { readonly durationInMs: number } & (
    | { readonly kind: "succeeded" }
    | { readonly kind: "failed"; readonly error: unknown; readonly hasTimedOut: boolean }
    /** The lifecycle was stopped, and the call goes on. */
    | { readonly kind: "abandoned" }
);

const waitAfterAbortInMs = 1_000;

/** Calls deleters and the notifier. A call that timed out is ignored, and not called again until it has settled. */
export class HostCalls {
    private readonly unsettled = new Set<string>();

    public constructor(
        private readonly clock: Clock,
        private readonly timer: Timer,
        private readonly timeoutInMs: number
    ) {}

    /** Never runs two calls of the same `name` at a time. Never rejects. */
    public async call(
        name: string,
        stopSignal: StopSignal,
        work: (signal: HostAbortSignal) => Promise<unknown>
    ): Promise<Outcome> {
        const startedAt = this.clock.now().toMillis();
        const duration = (): { durationInMs: number } => ({
            durationInMs: Math.max(0, this.clock.now().toMillis() - startedAt)
        });
        if (this.unsettled.has(name)) {
            const error = new TimeoutError("The call before it has not settled yet.");
            return { kind: "failed", error, hasTimedOut: true, ...duration() };
        }
        const controller = new AbortController();
        return await new Promise((resolve) => {
            const end = (outcome: Outcome): void => {
                cancelTimer();
                removeListener();
                resolve(outcome);
            };
            let cancelTimer = this.timer.after(this.timeoutInMs, () => {
                controller.abort();
                const error = new TimeoutError(`It has not settled within ${this.timeoutInMs} ms.`);
                end({ kind: "failed", error, hasTimedOut: true, ...duration() });
            });
            const removeListener = stopSignal.onAbort(() => {
                controller.abort();
                cancelTimer();
                cancelTimer = this.timer.after(waitAfterAbortInMs, () => end({ kind: "abandoned", ...duration() }));
            });
            this.unsettled.add(name);
            const settle = (outcome: () => Outcome): void => {
                this.unsettled.delete(name);
                end(outcome());
            };
            settled(work, controller.signal).then(
                () => settle(() => ({ kind: "succeeded", ...duration() })),
                (error: unknown) =>
                    settle(() => ({ kind: "failed", error, hasTimedOut: controller.signal.aborted, ...duration() }))
            );
        });
    }
}

class TimeoutError extends Error {
    public override readonly name = "TimeoutError";
}

async function settled(work: (signal: HostAbortSignal) => Promise<unknown>, signal: HostAbortSignal): Promise<unknown> {
    return await work(signal);
}
