import { IdentityDeletionError } from "../domain/IdentityDeletionError";
import { Timestamp, timestampOf } from "../domain/Timestamp";
import { Clock } from "../ports/Clock";
import { PageEntry, UnreadableRecord } from "../ports/PersistencePort";
import { unreadable as errorFor } from "../ports/unreadableRecords";
import { DueQueue, isHeld, QueueEntry } from "./DueQueue";
import { HeldProcess, LostRace } from "./HeldProcess";
import { latestUnderWay } from "./Inspection";
import { DeletionFailure, FailedDeletion, UnreadableFinding } from "./LifecycleReports";
import { LifecycleSettings } from "./LifecycleSettings";
import { latestPlannedDueAt, LifecycleState, parkedDueAt } from "./LifecycleState";
import { earlier } from "./Run";

/**
 * The deletions that have failed: those that wait for their next attempt and those that wait for an operator. Both are
 * found without reading what is only planned.
 */
export class FailedDeletions {
    public constructor(
        private readonly queue: DueQueue,
        private readonly settings: LifecycleSettings,
        private readonly clock: Clock
    ) {}

    /** The parked ones, then the waiting ones, then what cannot be read. */
    public async list(limit: number): Promise<FailedDeletion[]> {
        const now = timestampOf(this.clock.now());
        const failed: FailedDeletion[] = [];
        const unreadable: UnreadableFinding[] = [];
        for await (const entry of this.parkedAndUnderWay()) {
            if (!isHeld(entry)) {
                if (unreadable.length < limit) unreadable.push(findingOf(entry));
            } else if (isParked(entry) || isWaiting(entry, now)) {
                if (failed.push(failedDeletionOf(entry)) >= limit) break;
            }
        }
        return [...failed, ...unreadable].slice(0, limit);
    }

    /**
     * Has those that are meant taken up again, and returns how many. One that cannot be read stays as it is and keeps no
     * other from its retry; where there is no other, `storeIsCorrupt` is thrown.
     */
    public async retry(isMeant: (processId: string | undefined) => boolean): Promise<number> {
        const now = timestampOf(this.clock.now());
        let count = 0;
        let unreadable: UnreadableRecord | undefined;
        for await (const entry of this.underWayAndParked()) {
            if (!isHeld(entry)) {
                if (isMeant(processIdOf(entry))) unreadable ??= entry;
            } else if (isMeant(entry.process.id) && needsRetry(entry, now)) {
                if (await this.isMadeDue(entry, now)) count++;
            }
        }
        if (count > 0 || unreadable === undefined) return count;
        throw IdentityDeletionError.storeIsCorrupt(errorFor(unreadable).message);
    }

    /** False where another was faster: an operator, or a worker that has just taken it up. */
    private async isMadeDue(held: HeldProcess, now: Timestamp): Promise<boolean> {
        const { completionFailure } = held.state;
        const state: Partial<LifecycleState> = {
            attempts: 0,
            parkedAt: undefined,
            worker: undefined,
            completionFailure: completionFailure && { ...completionFailure, attempts: 0 }
        };
        try {
            // One that is due already keeps its place: it is not met a second time further behind.
            await held.write({ state, dueAt: earlier(now, held.record.dueAt) });
        } catch (error) {
            if (error instanceof LostRace) return false;
            throw error;
        }
        this.settings.observe({ type: "unparked", processId: held.process.id });
        return true;
    }

    private async *parkedAndUnderWay(): AsyncGenerator<QueueEntry> {
        yield* this.queue.entries({ after: latestPlannedDueAt, until: parkedDueAt });
        yield* this.queue.entries({ until: latestUnderWay(this.clock.now(), this.settings) });
    }

    /** In this order a parked one that is made due is not met again. */
    private async *underWayAndParked(): AsyncGenerator<QueueEntry> {
        yield* this.queue.entries({ until: latestUnderWay(this.clock.now(), this.settings) });
        yield* this.queue.entries({ after: latestPlannedDueAt, until: parkedDueAt });
    }
}

function isParked({ record }: HeldProcess): boolean {
    return record.dueAt! > latestPlannedDueAt;
}

/** Something failed, or its worker was not heard of until its lease ended. Not so one that was released by a stop. */
function isWaiting({ isDeletion, record, state }: HeldProcess, now: Timestamp): boolean {
    if (!isDeletion) return false;
    if (state.worker !== undefined) return record.dueAt! <= now;
    return state.attempts > 0 || state.failures.length > 0 || state.completionFailure !== undefined;
}

/** Not so one that an operator has made due already. */
function needsRetry(held: HeldProcess, now: Timestamp): boolean {
    if (isParked(held)) return true;
    const { attempts, worker } = held.state;
    return isWaiting(held, now) && (held.record.dueAt! > now || attempts > 0 || worker !== undefined);
}

function failedDeletionOf(held: HeldProcess): FailedDeletion {
    const { process, record, state } = held;
    const { attempts, completionFailure, done, parkedAt } = state;
    const failures = state.failures.map(({ deleter, reason }): DeletionFailure => {
        return { step: deleter === undefined ? "finalNotice" : "deleter", deleter, reason };
    });
    if (completionFailure !== undefined) {
        failures.push({ step: "completion", deleter: undefined, reason: completionFailure.reason });
    }
    const shared = { processId: process.id, attempts, failures, done: [...done] };
    return isParked(held)
        ? { state: "parked", ...shared, parkedAt: parkedAt ?? parkedDueAt }
        : { state: "waiting", ...shared, nextAttemptAt: record.dueAt! };
}

function findingOf(entry: UnreadableRecord): UnreadableFinding {
    return { state: "unreadable", key: entry.key, processId: processIdOf(entry), reason: entry.unreadable };
}

/** A lookup ends with it: so it is known also where the process cannot be read. Nothing else of it may go further. */
function processIdOf({ lookup }: PageEntry): string | undefined {
    return lookup === undefined ? undefined : /#(IDP[A-Za-z0-9]{17})$/.exec(lookup)?.[1];
}
