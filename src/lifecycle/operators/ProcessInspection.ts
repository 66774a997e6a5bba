import { DateTime } from "luxon";
import { timestampOf } from "../../domain/Timestamp";
import { Clock } from "../../ports/Clock";
import { latestPlannedDueAt, parkedDueAt } from "../decisions/dueDates";
import { DueProcess } from "../queue/DueProcess";
import { DueQueue, isProcess, QueueRange } from "../queue/DueQueue";
import { failuresOf } from "./FailedDeletions";
import { ProcessReport } from "./ProcessReport";

export class ProcessInspection {
    public constructor(
        private readonly queue: DueQueue,
        private readonly clock: Clock
    ) {}

    /** Reads the parked ones first, which are few. */
    public async inspect(processId: string): Promise<ProcessReport | undefined> {
        const ranges: QueueRange[] = [{ after: latestPlannedDueAt, until: parkedDueAt }, { until: latestPlannedDueAt }];
        for (const range of ranges) {
            for await (const entry of this.queue.entries(range)) {
                if (isProcess(entry) && entry.process.id === processId) return this.reportOn(entry);
            }
        }
        return undefined;
    }

    public async due(now: DateTime | undefined, limit: number): Promise<ProcessReport[]> {
        const reports: ProcessReport[] = [];
        for await (const entry of this.queue.entries({ until: timestampOf(now ?? this.clock.now()) })) {
            if (isProcess(entry) && reports.push(this.reportOn(entry)) >= limit) break;
        }
        return reports;
    }

    private reportOn(due: DueProcess): ProcessReport {
        const { process, deletion } = due;
        const nextDueAt = due.record.dueAt!;
        const isDue = nextDueAt <= timestampOf(this.clock.now());
        const { required, done, attempts, worker, parkedAt } = deletion;
        const shared = {
            processId: process.id,
            status: process.status,
            gracePeriodEndsAt: process.properties.gracePeriodEndsAt,
            attempts,
            done: [...done],
            left: required.filter((name) => !done.includes(name)),
            failures: failuresOf(deletion)
        };
        if (nextDueAt > latestPlannedDueAt) return { ...shared, state: "parked", parkedAt };
        if (isDue) return { ...shared, state: "due", nextDueAt };
        if (!due.isDeletion) return { ...shared, state: "planned", nextDueAt };
        return { ...shared, state: worker === undefined ? "waiting" : "running", nextDueAt };
    }
}
