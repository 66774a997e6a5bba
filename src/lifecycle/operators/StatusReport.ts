import { DateTime } from "luxon";
import { momentOf, Timestamp, timestampOf } from "../../domain/Timestamp";
import { Clock } from "../../ports/Clock";
import { latestPlannedDueAt, parkedDueAt } from "../decisions/dueDates";
import { DueQueue, isProcess } from "../queue/DueQueue";
import { LifecycleStatus } from "./LifecycleReports";
import { LifecycleSettings } from "../options/LifecycleSettings";

export class StatusReport {
    public constructor(
        private readonly queue: DueQueue,
        private readonly settings: LifecycleSettings,
        private readonly clock: Clock
    ) {}

    public async status(now: DateTime = this.clock.now()): Promise<LifecycleStatus> {
        const present = timestampOf(now);
        const counts = { due: 0, running: 0, retrying: 0, failed: 0, unreadable: 0 };
        let oldestDueAt: string | undefined;
        for await (const entry of this.queue.entries({ until: latestInProgress(now, this.settings) })) {
            if (!isProcess(entry)) counts.unreadable++;
            else if (entry.record.dueAt! <= present) {
                oldestDueAt ??= entry.record.dueAt!;
                counts.due++;
            } else if (entry.isDeletion) {
                if (entry.deletion.worker === undefined) counts.retrying++;
                else counts.running++;
            }
        }
        for await (const entry of this.queue.entries({ after: latestPlannedDueAt, until: parkedDueAt })) {
            if (isProcess(entry)) counts.failed++;
            else counts.unreadable++;
        }
        const lagInMs = oldestDueAt === undefined ? 0 : now.toMillis() - momentOf(oldestDueAt).toMillis();
        return { ...counts, oldestDueAt, lagInMs, nextDueAt: await this.nextDueAt() };
    }

    public async nextDueAt(): Promise<Timestamp | undefined> {
        for await (const entry of this.queue.entries({ until: latestPlannedDueAt, firstPage: 1 })) {
            if (isProcess(entry)) return entry.record.dueAt ?? undefined;
        }
        return undefined;
    }
}

/** A deletion in progress is due again by then: when its lease ends, or for its next attempt. */
export function latestInProgress(now: DateTime, { leaseInMs, retry }: LifecycleSettings): Timestamp {
    return timestampOf(now.plus({ milliseconds: Math.max(leaseInMs, retry.maxDelayInMs) }));
}
