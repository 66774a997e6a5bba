import { momentOf, Timestamp, timestampOf } from "../../domain/Timestamp";
import { Clock } from "../../ports/Clock";
import { LifecycleEvent } from "../options/LifecycleObserver";
import { RunSummary } from "../operators/LifecycleReports";
import { Timer } from "../options/Timer";

interface RunnerScope {
    readonly clock: Clock;
    readonly timer: Timer;
    readonly observe: (event: LifecycleEvent) => void;
    /** One page of due work. */
    readonly runPage: () => Promise<{ readonly summary: RunSummary; readonly mayBeMore: boolean }>;
    readonly nextDueAt: () => Promise<Timestamp | undefined>;
    readonly errorNameOf: (error: unknown) => string;
    readonly longestPauseInMs: number;
}

/** A clock may be a little behind a timer: it does not look again more often than that. */
const shortestPauseInMs = 5;

/** Each further one is twice as long, up to the longest pause. */
const firstPauseAfterFailureInMs = 500;

/**
 * Runs what is due as long as the process lives: one timer, to the next due date, but never further than the longest pause.
 * So a process that another has written to the store, a machine that has slept and a clock that was set are noticed at
 * the next look. `wake` brings it forward.
 */
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

    /** Nothing is begun any more. What runs is not waited for. */
    public stop(): void {
        this.isStopped = true;
        this.cancelTimer?.();
        this.cancelTimer = undefined;
    }

    /** Something is due at that moment. */
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

    private schedule(pauseInMs: number): void {
        if (this.isStopped) return;
        this.cancelTimer?.();
        const pause = Math.min(Math.max(pauseInMs, 0), this.scope.longestPauseInMs);
        this.wakesAt = this.scope.clock.now().toMillis() + pause;
        this.cancelTimer = this.scope.timer.after(pause, () => {
            this.cancelTimer = undefined;
            void this.run();
        });
    }

    private async run(): Promise<void> {
        this.isRunning = true;
        this.wokenFor = Infinity;
        const pause = await this.runAll();
        this.isRunning = false;
        this.schedule(Math.min(pause, this.wokenFor - this.scope.clock.now().toMillis()));
    }

    /** Never rejects. How long to wait before the next look. */
    private async runAll(): Promise<number> {
        const { clock, longestPauseInMs, nextDueAt } = this.scope;
        try {
            while (!this.isStopped) {
                const { summary, mayBeMore } = await this.scope.runPage();
                if (summary.interrupted > 0) return this.pauseAfterFailure();
                if (!mayBeMore) break;
            }
            this.failures = 0;
            const next = await nextDueAt();
            if (next === undefined) return longestPauseInMs;
            return Math.max(shortestPauseInMs, momentOf(next).toMillis() - clock.now().toMillis());
        } catch (error) {
            const nextAttemptInMs = this.pauseAfterFailure();
            const errorName = this.scope.errorNameOf(error);
            this.scope.observe({ type: "runFailed", errorName, nextAttemptInMs });
            return nextAttemptInMs;
        }
    }

    private pauseAfterFailure(): number {
        const pause = Math.min(
            this.scope.longestPauseInMs,
            firstPauseAfterFailureInMs * 2 ** Math.min(this.failures++, 30)
        );
        return Math.max(shortestPauseInMs, pause);
    }
}
