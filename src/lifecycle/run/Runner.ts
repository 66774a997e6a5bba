import { retryDelayInMs } from "../../domain/retry";
import { momentOf, Timestamp, timestampOf } from "../../domain/Timestamp";
import { Clock } from "../../ports/Clock";
import { LifecycleEvent } from "../options/LifecycleObserver";
import { RunSummary } from "../operators/LifecycleReports";
import { Timer } from "../options/Timer";

interface RunnerScope {
    readonly clock: Clock;
    readonly timer: Timer;
    readonly observe: (event: LifecycleEvent) => void;
    readonly runAllDue: () => Promise<RunSummary>;
    readonly nextDueAt: () => Promise<Timestamp | undefined>;
    readonly errorNameOf: (error: unknown) => string;
    readonly maxPollIntervalInMs: number;
}

/** A clock may be a little behind a timer: a run that comes too early must not be repeated at once. */
const minDelayInMs = 5;

const firstDelayAfterFailureInMs = 500;

/** One timer, to the next due date but at most `maxPollIntervalInMs` on; `wake` brings the next run forward. */
export class Runner {
    private isRunning = false;
    private isStopped = false;
    /** The earliest moment that was said to be due during the run. */
    private wokenFor = Infinity;
    private wakesAt = Infinity;
    private cancelTimer: (() => void) | undefined;
    private failures = 0;

    public constructor(private readonly scope: RunnerScope) {}

    public start(): void {
        this.schedule(0);
    }

    /** Begins nothing new. What runs is not waited for. */
    public stop(): void {
        this.isStopped = true;
        this.cancelTimer?.();
        this.cancelTimer = undefined;
    }

    public wake(dueAt: Timestamp): void {
        const moment = momentOf(dueAt).toMillis();
        if (this.isRunning) this.wokenFor = Math.min(this.wokenFor, moment);
        else if (moment < this.wakesAt && this.cancelTimer !== undefined) {
            this.schedule(moment - this.scope.clock.now().toMillis());
        }
    }

    public wakeNow(): void {
        this.wake(timestampOf(this.scope.clock.now()));
    }

    private schedule(delayInMs: number): void {
        if (this.isStopped) return;
        this.cancelTimer?.();
        const delay = Math.min(Math.max(delayInMs, 0), this.scope.maxPollIntervalInMs);
        this.wakesAt = this.scope.clock.now().toMillis() + delay;
        this.cancelTimer = this.scope.timer.after(delay, () => {
            this.cancelTimer = undefined;
            void this.run();
        });
    }

    private async run(): Promise<void> {
        this.isRunning = true;
        this.wokenFor = Infinity;
        const delay = await this.runOnce();
        this.isRunning = false;
        this.schedule(Math.min(delay, this.wokenFor - this.scope.clock.now().toMillis()));
    }

    /** Never rejects. Returns how long to wait before the next run. */
    private async runOnce(): Promise<number> {
        const { clock, maxPollIntervalInMs, nextDueAt } = this.scope;
        try {
            const { interrupted } = await this.scope.runAllDue();
            if (interrupted > 0) return this.delayAfterFailure();
            this.failures = 0;
            const next = await nextDueAt();
            if (next === undefined) return maxPollIntervalInMs;
            return Math.max(minDelayInMs, momentOf(next).toMillis() - clock.now().toMillis());
        } catch (error) {
            const nextAttemptInMs = this.delayAfterFailure();
            const errorName = this.scope.errorNameOf(error);
            this.scope.observe({ type: "runFailed", errorName, nextAttemptInMs });
            return nextAttemptInMs;
        }
    }

    private delayAfterFailure(): number {
        const { maxPollIntervalInMs: maxDelayInMs } = this.scope;
        const delay = retryDelayInMs(++this.failures, { firstDelayInMs: firstDelayAfterFailureInMs, maxDelayInMs }, 0);
        return Math.max(minDelayInMs, delay);
    }
}
