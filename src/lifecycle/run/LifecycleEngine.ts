import { DateTime } from "luxon";
import { LifecycleScope } from "../../application/LifecyclePort";
import { RecordWriter } from "../../application/records/RecordWriter";
import { timestampOf } from "../../domain/Timestamp";
import { Clock } from "../../ports/Clock";
import { UnreadableRecord } from "../../ports/PersistencePort";
import { CheckedLifecycleOptions } from "../options/checkedLifecycleOptions";
import { positionOf, recordsAt } from "../queue/duePositions";
import { DueQueue, isProcess } from "../queue/DueQueue";
import { Dispatcher } from "./Dispatcher";
import { FailedDeletions } from "../operators/FailedDeletions";
import { HostCalls } from "./HostCalls";
import { DueProcess } from "../queue/DueProcess";
import { ProcessInspection } from "../operators/ProcessInspection";
import { StatusReport } from "../operators/StatusReport";
import { RunSummary } from "../operators/LifecycleReports";
import { Dependencies } from "../options/LifecycleSettings";
import { Run } from "./Run";
import { StopSignal } from "./StopSignal";

/** A lifecycle with the store, the clock and the events of its module. */
export class LifecycleEngine {
    public readonly statusReport: StatusReport;
    public readonly failedDeletions: FailedDeletions;
    public readonly inspection: ProcessInspection;
    public readonly clock: Clock;

    private readonly dependencies: Dependencies;
    private readonly queue: DueQueue;
    private readonly dispatcher: Dispatcher;
    /** The keys of the unreadable records that the observer was told of. */
    private readonly reported = new Set<string>();

    public constructor(
        private readonly options: CheckedLifecycleOptions,
        private readonly scope: LifecycleScope
    ) {
        const { settings, timer, timeoutInMs, concurrency } = options;
        const { persistence, publisher, clock, pseudonyms, authority } = scope;
        const calls = new HostCalls(clock, timer, timeoutInMs);
        this.clock = clock;
        this.dependencies = { ...settings, persistence, publisher, pseudonyms, calls, authority };
        this.dispatcher = new Dispatcher(this.dependencies, concurrency);
        this.queue = new DueQueue(persistence, new RecordWriter(persistence, publisher), pseudonyms);
        this.statusReport = new StatusReport(this.queue, settings, clock);
        this.failedDeletions = new FailedDeletions(this.queue, settings, clock);
        this.inspection = new ProcessInspection(this.queue, clock);
    }

    /** Throws `storeUnavailable` once the module is closed. */
    public requireOpen(): void {
        this.scope.calls.requireOpen();
    }

    /** Closing the module waits for it. */
    public async counted<Value>(work: () => Promise<Value>): Promise<Value> {
        this.scope.calls.begin();
        try {
            return await work();
        } finally {
            this.scope.calls.end();
        }
    }

    public async runDue(now: DateTime | undefined, limit: number, stopSignal: StopSignal): Promise<RunSummary> {
        const run = new Run(now ?? this.clock.now(), this.clock, stopSignal);
        const { due, unreadable } = await this.due(run.now, limit);
        run.tally.unreadable += unreadable;
        // Other workers may have read the same page: in another order each, they seldom meet.
        return await this.carryOut(due.length < limit ? due : this.shuffled(due), run);
    }

    public async run(
        positions: readonly string[],
        now: DateTime | undefined,
        stopSignal: StopSignal
    ): Promise<RunSummary> {
        const run = new Run(now ?? this.clock.now(), this.clock, stopSignal);
        const due: DueProcess[] = [];
        for (const record of await recordsAt(this.scope.persistence, positions, timestampOf(run.now))) {
            const entry = this.queue.entryOf(record);
            if (isProcess(entry)) due.push(entry);
            else {
                run.tally.unreadable++;
                this.reportUnreadable(entry);
            }
        }
        return await this.carryOut(due, run);
    }

    public async findDue(now: DateTime | undefined, limit: number): Promise<string[]> {
        const { due } = await this.due(now ?? this.clock.now(), limit);
        return due.map(({ record }) => positionOf(record));
    }

    /** At most `limit` that can be worked on, however many before them cannot, and how many of those there were. */
    private async due(now: DateTime, limit: number): Promise<{ due: DueProcess[]; unreadable: number }> {
        const due: DueProcess[] = [];
        let unreadable = 0;
        const range = { until: timestampOf(now), firstPage: limit + this.dispatcher.countInProgress };
        for await (const entry of this.queue.entries(range)) {
            if (!isProcess(entry)) {
                unreadable++;
                this.reportUnreadable(entry);
            } else if (!this.dispatcher.isInProgress(entry) && due.push(entry) >= limit) break;
        }
        return { due, unreadable };
    }

    /** Once for each: it stays due, and would be reported at every run. */
    private reportUnreadable({ key }: UnreadableRecord): void {
        if (this.reported.has(key)) return;
        this.reported.add(key);
        this.dependencies.observe({ type: "unreadableRecord", key });
    }

    private async carryOut(due: readonly DueProcess[], run: Run): Promise<RunSummary> {
        const oldest = due.reduce((least, { record }) => Math.min(least, Date.parse(record.dueAt!)), Infinity);
        await this.dispatcher.carryOut(due, run);
        const summary: RunSummary = { ...run.tally };
        this.dependencies.observe({
            type: "runFinished",
            summary,
            durationInMs: run.elapsedInMs,
            oldestLagInMs: due.length === 0 ? 0 : run.now.toMillis() - oldest
        });
        return summary;
    }

    private shuffled(due: readonly DueProcess[]): DueProcess[] {
        const { random } = this.options;
        const shuffled = [...due];
        for (let last = shuffled.length - 1; last > 0; last--) {
            const other = Math.floor(random() * (last + 1));
            [shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]];
        }
        return shuffled;
    }
}
