import { DateTime } from "luxon";
import { LifecycleScope } from "../application/ModuleLifecycle";
import { timestampOf } from "../domain/Timestamp";
import { Clock } from "../ports/Clock";
import { StoredRecord } from "../ports/PersistencePort";
import { CheckedLifecycleOptions } from "./checkedLifecycleOptions";
import { dueByName, nameOf } from "./dueByName";
import { DueWork } from "./DueWork";
import { GuardedCalls } from "./GuardedCalls";
import { Inspection } from "./Inspection";
import { RunSummary } from "./LifecycleReports";
import { Surroundings } from "./LifecycleSettings";
import { Run } from "./Run";
import { Stopping } from "./Stopping";

/** A lifecycle with the store, the clock and the events of its module. */
export class LifecycleEngine {
    public readonly inspection: Inspection;
    public readonly clock: Clock;

    private readonly surroundings: Surroundings;
    private readonly dueWork: DueWork;

    public constructor(
        private readonly options: CheckedLifecycleOptions,
        private readonly scope: LifecycleScope
    ) {
        const { settings, timer, deadlineInMs, concurrency } = options;
        const { persistence, publisher, clock, authority } = scope;
        const calls = new GuardedCalls(clock, timer, deadlineInMs);
        this.clock = clock;
        this.surroundings = { ...settings, persistence, publisher, calls, authority };
        this.dueWork = new DueWork(this.surroundings, concurrency);
        this.inspection = new Inspection(this.surroundings, clock);
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
        const due = await this.due(run.now, limit);
        // Where others work on the same page, each begins somewhere else: so they seldom meet.
        return await this.carryOut(due.length < limit ? due : this.shuffled(due), run);
    }

    public async run(names: readonly string[], now: DateTime | undefined, stopping: Stopping): Promise<RunSummary> {
        const run = new Run(now ?? this.clock.now(), this.clock, stopping);
        return await this.carryOut(await dueByName(this.scope.persistence, names, timestampOf(run.now)), run);
    }

    public async findDue(now: DateTime | undefined, limit: number): Promise<string[]> {
        return (await this.due(now ?? this.clock.now(), limit)).map(nameOf);
    }

    private async due(now: DateTime, limit: number): Promise<StoredRecord[]> {
        const { countInHand } = this.dueWork;
        const due = await this.scope.persistence.findDue(timestampOf(now), limit + countInHand);
        return due.filter((record) => !this.dueWork.isInHand(record)).slice(0, limit);
    }

    private async carryOut(due: readonly StoredRecord[], run: Run): Promise<RunSummary> {
        const oldest = due.reduce((sum, { dueAt }) => Math.min(sum, Date.parse(dueAt!)), Infinity);
        await this.dueWork.carryOut(due, run);
        const summary: RunSummary = { ...run.tally };
        this.surroundings.observe({
            type: "runFinished",
            summary,
            durationInMs: run.elapsedInMs,
            oldestLagInMs: due.length === 0 ? 0 : run.now.toMillis() - oldest
        });
        return summary;
    }

    private shuffled(records: readonly StoredRecord[]): StoredRecord[] {
        const { random } = this.options;
        const shuffled = [...records];
        for (let last = shuffled.length - 1; last > 0; last--) {
            const other = Math.floor(random() * (last + 1));
            [shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]];
        }
        return shuffled;
    }
}
