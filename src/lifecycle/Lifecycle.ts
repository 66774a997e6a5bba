import { DateTime } from "luxon";
import { LifecycleFactory, LifecycleScope, LifecyclePort } from "../application/LifecyclePort";
import { toApplicationError } from "../application/toApplicationError";
import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { Timestamp } from "../domain/Timestamp";
import { checkedNow, requireLimit, requireStopLimit } from "./checkedArguments";
import { CheckedLifecycleOptions, checkedLifecycleOptions } from "./options/checkedLifecycleOptions";
import { LifecycleEngine } from "./run/LifecycleEngine";
import { LifecycleOptions } from "./options/LifecycleOptions";
import { ProcessReport } from "./operators/ProcessReport";
import { FailedDeletion, LifecycleStatus, RunSummary } from "./operators/LifecycleReports";
import { errorNameOf } from "./run/failureReasons";
import { Runner } from "./run/Runner";
import { stopRunning, StopSignal } from "./run/StopSignal";

const defaultLimit = 100;
const defaultStopLimitInMs = 10_000;

/**
 * What happens when the grace period ends, and before: reminders, the deletion by the host's own deleters, the final
 * notice, and a tombstone without personal data. `Lifecycle.configure(…)` is the option `lifecycle` of
 * `IdentityDeletionModule.create`; the module then has one as `module.lifecycle`, which works on its store, by its clock,
 * and publishes on its event bus. It deletes what the module itself has decided, and, once a Backbone has confirmed that an
 * Identity is deleted, what this device keeps of it.
 *
 * Any number of lifecycles, in any number of processes and machines, may work on one store. Nothing but the store's
 * compare-and-set keeps them apart, so they need no other connection.
 *
 * **Nothing is ever deleted unless one runs:** call `module.start()`, or `runDue` again and again.
 */
export class Lifecycle implements LifecyclePort {
    private readonly engine: LifecycleEngine;
    private runner: Runner | undefined;
    private readonly running = new Map<Promise<unknown>, StopSignal>();

    private constructor(
        private readonly options: CheckedLifecycleOptions,
        scope: LifecycleScope
    ) {
        this.engine = new LifecycleEngine(options, scope);
    }

    /** Several modules may be given the same. Throws a `TypeError` or `RangeError` that says what is wrong. */
    public static configure(options: LifecycleOptions): LifecycleFactory<Lifecycle> {
        const checked = checkedLifecycleOptions(options);
        return (scope) => new Lifecycle(checked, scope);
    }

    /**
     * Works on what is due at `now` (default: the clock's), at most `limit` processes (default: 100), until each of
     * them is done, has failed and waits for its next attempt, or was taken by another worker. Where `found` is
     * `limit`, there may be more. Records that cannot be read are skipped and counted, whatever `limit` is.
     *
     * `now` alone decides what is due: no Identity is deleted before the end of its grace period is at or before `now`,
     * and no reminder is sent from the end on. Concurrent calls, here and elsewhere, share the work. No deleter or
     * notifier makes it reject; the store does, with an `ApplicationError` such as `storeUnavailable`. Rejects with a
     * `TypeError` where `now` is neither a `Date` nor a `DateTime`, with a `RangeError` where it is invalid or not of
     * the years 0000 to 8999, or where `limit` is no whole number of at least 1.
     */
    public async runDue(now?: DateTime | Date, limit: number = defaultLimit): Promise<RunSummary> {
        requireLimit(limit);
        const moment = checkedNow(now);
        return await this.tracked((stopSignal) => this.engine.runDue(moment, limit, stopSignal));
    }

    /** Positions in the queue: at most `limit` processes due at `now`, the longest due first. For `run`, on any machine. */
    public async findDue(now?: DateTime | Date, limit: number = defaultLimit): Promise<string[]> {
        requireLimit(limit);
        const moment = checkedNow(now);
        return await this.tracked(() => this.engine.findDue(moment, limit));
    }

    /** Like `runDue`, with those that `findDue` has returned, as far as they are still due. Anything else is ignored. */
    public async run(positions: readonly string[], now?: DateTime | Date): Promise<RunSummary> {
        const moment = checkedNow(now);
        return await this.tracked((stopSignal) => this.engine.run(positions, moment, stopSignal));
    }

    /** Its cost grows with what is due or in progress, not with what is planned. */
    public async status(now?: DateTime | Date): Promise<LifecycleStatus> {
        const moment = checkedNow(now);
        return await this.tracked(() => this.engine.statusReport.status(moment));
    }

    /**
     * The deletions that have failed, at most `limit` (default: 100): first those that failed too often and wait for an
     * operator (`parked`), then those that wait for their next attempt (`waiting`), then records that cannot be read
     * (`unreadable`). Its cost grows with what is due, in progress or parked, not with what is planned.
     */
    public async failed(limit: number = defaultLimit): Promise<FailedDeletion[]> {
        requireLimit(limit);
        return await this.tracked(() => this.engine.failedDeletions.list(limit));
    }

    /** `undefined`: no such process is planned, in progress or parked. Its cost grows with all that is planned. */
    public async inspect(processId: string): Promise<ProcessReport | undefined> {
        return await this.tracked(() => this.engine.inspection.inspect(processId));
    }

    /** What `runDue` would start at `now` (default: the clock's), the longest due first, at most `limit` (default: 100). */
    public async due(now?: DateTime | Date, limit: number = defaultLimit): Promise<ProcessReport[]> {
        requireLimit(limit);
        const moment = checkedNow(now);
        return await this.tracked(() => this.engine.inspection.due(moment, limit));
    }

    /**
     * Makes that deletion, parked or waiting, due now, with all attempts again. False: no such one has failed, a worker works
     * on it, or it was made due already. Rejects with `storeIsCorrupt` where it cannot be read.
     */
    public async retry(processId: string): Promise<boolean> {
        const count = await this.tracked(() => this.engine.failedDeletions.retry((id) => id === processId));
        if (count > 0) this.runner?.wakeNow();
        return count > 0;
    }

    /** The same for all; returns their number. Rejects with `storeIsCorrupt` where some exist and none can be read. */
    public async retryAll(): Promise<number> {
        const count = await this.tracked(() => this.engine.failedDeletions.retry(() => true));
        if (count > 0) this.runner?.wakeNow();
        return count;
    }

    /**
     * Runs in this process what is due from now on, until `stop`: one timer, to the next due date. Calling it again is
     * harmless. Failures of the store do not end it. Throws `storeUnavailable` once the module is closed.
     */
    public start(): void {
        const { engine } = this;
        engine.requireOpen();
        if (this.runner !== undefined) return;
        const { timer, settings, maxPollIntervalInMs } = this.options;
        this.runner = new Runner({
            clock: engine.clock,
            timer,
            observe: settings.observe,
            errorNameOf,
            maxPollIntervalInMs,
            runAllDue: async () => await this.tracked((stopSignal) => engine.runAllDue(stopSignal)),
            nextDueAt: async () => await this.tracked(() => engine.statusReport.nextDueAt())
        });
        this.runner.start();
    }

    /**
     * Begins nothing new, also in running calls of `runDue`, and waits for the next checkpoint of what runs: at most
     * `limitInMs` (default: ten seconds), and up to two seconds more after the signals of deleters and notifier have
     * fired. What has not ended then goes on elsewhere, or here after the next start, when its lease ends. Of several
     * calls the shortest limit counts. Rejects with a `RangeError` where the limit is no number.
     */
    public async stop(limitInMs: number = defaultStopLimitInMs): Promise<void> {
        requireStopLimit(limitInMs);
        this.runner?.stop();
        this.runner = undefined;
        await stopRunning(this.running, limitInMs, this.options.timer);
    }

    public firstDueDateOf(process: IdentityDeletionProcess): Timestamp | null {
        return this.options.settings.schedule.firstDueDate(process);
    }

    public onStored(dueAt: Timestamp | null): void {
        if (dueAt !== null) this.runner?.wake(dueAt);
    }

    private async tracked<Value>(work: (stopSignal: StopSignal) => Promise<Value>): Promise<Value> {
        const stopSignal = new StopSignal();
        const promise = this.engine.counted(() => work(stopSignal));
        this.running.set(promise, stopSignal);
        try {
            return await promise;
        } catch (error) {
            throw toApplicationError(error);
        } finally {
            this.running.delete(promise);
        }
    }
}
