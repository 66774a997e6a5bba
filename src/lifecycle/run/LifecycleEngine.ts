import { DateTime } from "luxon";
import { LifecycleScope } from "../../application/LifecyclePort";
import { RecordWriter } from "../../application/records/RecordWriter";
import { timestampOf } from "../../domain/Timestamp";
import { Clock } from "../../ports/Clock";
import { UnreadableRecord } from "../../ports/PersistencePort";
import { CheckedLifecycleOptions } from "../options/checkedLifecycleOptions";
import { Backlog } from "../queue/Backlog";
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

const maxInterruptions = 100;

export class LifecycleEngine {
    public readonly statusReport: StatusReport;
    public readonly failedDeletions: FailedDeletions;
    public readonly inspection: ProcessInspection;
    public readonly clock: Clock;

    private readonly dependencies: Dependencies;
    private readonly queue: DueQueue;
    private readonly backlog: Backlog;
    private readonly dispatcher: Dispatcher;
    private readonly reported = new Set<string>();

    public constructor(
        options: CheckedLifecycleOptions,
        private readonly scope: LifecycleScope
    ) {
        const { settings, timer, timeoutInMs, concurrency, random } = options;
        const { persistence, publisher, clock, pseudonyms, authority } = scope;
        const calls = new HostCalls(clock, timer, timeoutInMs);
        this.clock = clock;
        this.dependencies = { ...settings, persistence, publisher, pseudonyms, calls, authority };
        this.dispatcher = new Dispatcher(this.dependencies, concurrency);
        this.queue = new DueQueue(persistence, new RecordWriter(persistence, publisher), pseudonyms);
        this.backlog = new Backlog({
            persistence,
            queue: this.queue,
            random,
            isInProgress: (due) => this.dispatcher.isInProgress(due),
            reportUnreadable: (record) => this.reportUnreadable(record)
        });
        this.statusReport = new StatusReport(this.queue, settings, clock);
        this.failedDeletions = new FailedDeletions(this.queue, settings, clock);
        this.inspection = new ProcessInspection(this.queue, clock);
    }

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
        return await this.carryOut(this.backlog.entries(timestampOf(run.now), limit, run), run);
    }

    /** All that is due now. It begins nothing more where many have been interrupted: the store fails. */
    public async runAllDue(stopSignal: StopSignal): Promise<RunSummary> {
        const run = new Run(this.clock.now(), this.clock, stopSignal, maxInterruptions);
        return await this.carryOut(this.backlog.entries(timestampOf(run.now), Infinity, run), run);
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
                run.noteUnreadable(entry.key);
                this.reportUnreadable(entry);
            }
        }
        return await this.carryOut(due.values(), run);
    }

    public async findDue(now: DateTime | undefined, limit: number): Promise<string[]> {
        const positions: string[] = [];
        const until = timestampOf(now ?? this.clock.now());
        for await (const entry of this.queue.entries({ until, firstPage: limit + this.dispatcher.countInProgress })) {
            if (!isProcess(entry)) this.reportUnreadable(entry);
            else if (!this.dispatcher.isInProgress(entry) && positions.push(positionOf(entry.record)) >= limit) break;
        }
        return positions;
    }

    /** Once for each: it stays due, and would be reported at every run. */
    private reportUnreadable({ key }: UnreadableRecord): void {
        if (this.reported.has(key)) return;
        this.reported.add(key);
        this.dependencies.observe({ type: "unreadableRecord", key });
    }

    private async carryOut(due: Parameters<Dispatcher["carryOut"]>[0], run: Run): Promise<RunSummary> {
        await this.dispatcher.carryOut(due, run);
        const summary: RunSummary = { ...run.tally };
        const { oldestDueAt } = run;
        this.dependencies.observe({
            type: "runFinished",
            summary,
            durationInMs: run.elapsedInMs,
            oldestLagInMs: oldestDueAt === undefined ? 0 : run.now.toMillis() - Date.parse(oldestDueAt)
        });
        return summary;
    }
}
