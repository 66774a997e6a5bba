import { DateTime } from "luxon";
import { LifecycleScope } from "../application/ModuleLifecycle";
import { RecordWriter } from "../application/records/RecordWriter";
import { timestampOf } from "../domain/Timestamp";
import { Clock } from "../ports/Clock";
import { UnreadableRecord } from "../ports/PersistencePort";
import { CheckedLifecycleOptions } from "./checkedLifecycleOptions";
import { dueByName, nameOf } from "./dueByName";
import { DueQueue, isProcess } from "./DueQueue";
import { DueWork } from "./DueWork";
import { FailedDeletions } from "./FailedDeletions";
import { GuardedCalls } from "./GuardedCalls";
import { DueProcess } from "./DueProcess";
import { Inspection } from "./Inspection";
import { RunSummary } from "./LifecycleReports";
import { Dependencies } from "./LifecycleSettings";
import { Run } from "./Run";
import { Stopping } from "./Stopping";

/** A lifecycle with the store, the clock and the events of its module. */
export class LifecycleEngine {
    public readonly inspection: Inspection;
    public readonly failedDeletions: FailedDeletions;
    public readonly clock: Clock;

    private readonly dependencies: Dependencies;
    private readonly queue: DueQueue;
    private readonly dueWork: DueWork;
    /** The keys of the unreadable records that the observer knows of. */
    private readonly toldOf = new Set<string>();

    public constructor(
        private readonly options: CheckedLifecycleOptions,
        private readonly scope: LifecycleScope
    ) {
        const { settings, timer, deadlineInMs, concurrency } = options;
        const { persistence, publisher, clock, pseudonyms, authority } = scope;
        const calls = new GuardedCalls(clock, timer, deadlineInMs);
        this.clock = clock;
        this.dependencies = { ...settings, persistence, publisher, pseudonyms, calls, authority };
        this.dueWork = new DueWork(this.dependencies, concurrency);
        this.queue = new DueQueue(persistence, new RecordWriter(persistence, publisher), pseudonyms);
        this.inspection = new Inspection(this.queue, settings, clock);
        this.failedDeletions = new FailedDeletions(this.queue, settings, clock);
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

    public async runDue(now: DateTime | undefined, limit: number, stopping: Stopping): Promise<RunSummary> {
        const run = new Run(now ?? this.clock.now(), this.clock, stopping);
        const { due, unreadable } = await this.due(run.now, limit);
        run.tally.unreadable += unreadable;
        // Where others work on the same page, each begins somewhere else: so they seldom meet.
        return await this.carryOut(due.length < limit ? due : this.shuffled(due), run);
    }

    public async run(names: readonly string[], now: DateTime | undefined, stopping: Stopping): Promise<RunSummary> {
        const run = new Run(now ?? this.clock.now(), this.clock, stopping);
        const due: DueProcess[] = [];
        for (const record of await dueByName(this.scope.persistence, names, timestampOf(run.now))) {
            const entry = this.queue.entryOf(record);
            if (isProcess(entry)) due.push(entry);
            else {
                run.tally.unreadable++;
                this.tellOf(entry);
            }
        }
        return await this.carryOut(due, run);
    }

    public async findDue(now: DateTime | undefined, limit: number): Promise<string[]> {
        const { due } = await this.due(now ?? this.clock.now(), limit);
        return due.map(({ record }) => nameOf(record));
    }

    /** At most `limit` that can be worked on, however many before them cannot, and how many of those there were. */
    private async due(now: DateTime, limit: number): Promise<{ due: DueProcess[]; unreadable: number }> {
        const due: DueProcess[] = [];
        let unreadable = 0;
        const range = { until: timestampOf(now), firstPage: limit + this.dueWork.countInHand };
        for await (const entry of this.queue.entries(range)) {
            if (!isProcess(entry)) {
                unreadable++;
                this.tellOf(entry);
            } else if (!this.dueWork.isInHand(entry) && due.push(entry) >= limit) break;
        }
        return { due, unreadable };
    }

    /** Once for each: it stays due, and a line at every run would bury all others. */
    private tellOf({ key }: UnreadableRecord): void {
        if (this.toldOf.has(key)) return;
        this.toldOf.add(key);
        this.dependencies.observe({ type: "unreadableRecord", key });
    }

    private async carryOut(due: readonly DueProcess[], run: Run): Promise<RunSummary> {
        const oldest = due.reduce((least, { record }) => Math.min(least, Date.parse(record.dueAt!)), Infinity);
        await this.dueWork.carryOut(due, run);
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
