import { hasWon } from "../../application/records/lostRaces";
import { IdentityDeletionError } from "../../domain/IdentityDeletionError";
import { DeletionState } from "../../domain/record/DeletionState";
import { processIdFrom } from "../../domain/record/columns";
import { Timestamp, timestampOf } from "../../domain/Timestamp";
import { Clock } from "../../ports/Clock";
import { PageEntry, UnreadableRecord } from "../../ports/PersistencePort";
import { unreadable as errorFor } from "../../ports/unreadableRecords";
import { latestPlannedDueAt, parkedDueAt } from "../decisions/dueDates";
import { retryDeletion } from "../decisions/parkDeletion";
import { DueQueue, isProcess, QueueEntry } from "../queue/DueQueue";
import { DueProcess } from "../queue/DueProcess";
import { latestInProgress } from "./StatusReport";
import { DeletionFailure, FailedDeletion, UnreadableFinding } from "./LifecycleReports";
import { LifecycleSettings } from "../options/LifecycleSettings";

/** Reads only what waits for its next attempt or for an operator, and nothing that is planned. */
export class FailedDeletions {
    public constructor(
        private readonly queue: DueQueue,
        private readonly settings: LifecycleSettings,
        private readonly clock: Clock
    ) {}

    public async list(limit: number): Promise<FailedDeletion[]> {
        const now = timestampOf(this.clock.now());
        const failed: FailedDeletion[] = [];
        const unreadable: UnreadableFinding[] = [];
        for await (const entry of this.parkedAndInProgress()) {
            if (!isProcess(entry)) {
                if (unreadable.length < limit) unreadable.push(findingOf(entry));
            } else if (isParked(entry) || isWaiting(entry, now)) {
                if (failed.push(failedDeletionOf(entry)) >= limit) break;
            }
        }
        return [...failed, ...unreadable].slice(0, limit);
    }

    /** Makes those that match due. Throws `storeIsCorrupt` where only what cannot be read matches: it delays no other. */
    public async retry(matches: (processId: string | undefined) => boolean): Promise<number> {
        const now = timestampOf(this.clock.now());
        let count = 0;
        let unreadable: UnreadableRecord | undefined;
        for await (const entry of this.inProgressAndParked()) {
            if (!isProcess(entry)) {
                if (matches(processIdOf(entry))) unreadable ??= entry;
            } else if (matches(entry.process.id) && needsRetry(entry, now)) {
                if (await this.isMadeDue(entry, now)) count++;
            }
        }
        if (count > 0 || unreadable === undefined) return count;
        throw IdentityDeletionError.storeIsCorrupt(errorFor(unreadable).message);
    }

    private async isMadeDue(due: DueProcess, now: Timestamp): Promise<boolean> {
        // One that is due already keeps its place in the queue, so that it is not met again.
        if (!(await hasWon(() => due.write(retryDeletion(due.record, now))))) return false;
        this.settings.observe({ type: "unparked", processId: due.process.id });
        return true;
    }

    private async *parkedAndInProgress(): AsyncGenerator<QueueEntry> {
        yield* this.queue.entries({ after: latestPlannedDueAt, until: parkedDueAt });
        yield* this.queue.entries({ until: latestInProgress(this.clock.now(), this.settings) });
    }

    /** In this order a parked one that was made due is not met again. */
    private async *inProgressAndParked(): AsyncGenerator<QueueEntry> {
        yield* this.queue.entries({ until: latestInProgress(this.clock.now(), this.settings) });
        yield* this.queue.entries({ after: latestPlannedDueAt, until: parkedDueAt });
    }
}

function isParked({ record }: DueProcess): boolean {
    return record.dueAt! > latestPlannedDueAt;
}

/** Something failed, or the lease of its worker has expired. Not one that was released by a stop. */
function isWaiting({ isDeletion, record, deletion }: DueProcess, now: Timestamp): boolean {
    if (!isDeletion) return false;
    if (deletion.worker !== undefined) return record.dueAt! <= now;
    return deletion.attempts > 0 || deletion.failures.length > 0 || deletion.completionFailure !== undefined;
}

function needsRetry(due: DueProcess, now: Timestamp): boolean {
    if (isParked(due)) return true;
    const { attempts, worker } = due.deletion;
    return isWaiting(due, now) && (due.record.dueAt! > now || attempts > 0 || worker !== undefined);
}

export function failuresOf({ failures, completionFailure }: DeletionState): DeletionFailure[] {
    const failed = failures.map(({ deleter, reason }): DeletionFailure => {
        return { step: deleter === undefined ? "finalNotice" : "deleter", deleter, reason };
    });
    if (completionFailure === undefined) return failed;
    return [...failed, { step: "completion", deleter: undefined, reason: completionFailure.reason }];
}

function failedDeletionOf(due: DueProcess): FailedDeletion {
    const { process, record, deletion } = due;
    const { attempts, done, parkedAt } = deletion;
    const shared = { processId: process.id, attempts, failures: failuresOf(deletion), done: [...done] };
    return isParked(due)
        ? { state: "parked", ...shared, parkedAt: parkedAt ?? parkedDueAt }
        : { state: "waiting", ...shared, nextAttemptAt: record.dueAt! };
}

function findingOf(entry: UnreadableRecord): UnreadableFinding {
    return { state: "unreadable", key: entry.key, processId: processIdOf(entry), reason: entry.unreadable };
}

/** Also where the process cannot be read. Nothing else of the lookup may be shown. */
function processIdOf({ lookup }: PageEntry): string | undefined {
    return lookup === undefined ? undefined : processIdFrom(lookup);
}
