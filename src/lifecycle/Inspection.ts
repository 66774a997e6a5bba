import { DateTime } from "luxon";
import { IdentityDeletionError } from "../domain/IdentityDeletionError";
import { momentOf, Timestamp, timestampOf } from "../domain/Timestamp";
import { Clock } from "../ports/Clock";
import { DuePosition, JsonObject, StoredRecord } from "../ports/PersistencePort";
import { HeldProcess, LostRace } from "./HeldProcess";
import { FailedDeletion, LifecycleStatus } from "./LifecycleReports";
import { latestPlannedDueAt, LifecycleState, lifecycleStateFrom, parkedDueAt } from "./LifecycleState";
import { Surroundings } from "./LifecycleSettings";

const recordsAtATime = 500;

const beforeAllDates: Timestamp = "0000-01-01T00:00:00.000Z";

/** What operators ask and say. */
export class Inspection {
    public constructor(
        private readonly surroundings: Surroundings,
        private readonly clock: Clock
    ) {}

    public async status(now: DateTime = this.clock.now()): Promise<LifecycleStatus> {
        const until = timestampOf(now);
        const counts = { due: 0, running: 0, retrying: 0, failed: 0 };
        let oldestDueAt: string | undefined;
        for await (const record of this.dueBetween(beforeAllDates, this.latestUnderWay(now))) {
            if (record.dueAt! <= until) {
                oldestDueAt ??= record.dueAt!;
                counts.due++;
            } else if (isDeletion(record)) {
                if (stateOf(record).worker === undefined) counts.retrying++;
                else counts.running++;
            }
        }
        for await (const _ of this.parked()) counts.failed++;
        const lagInMs = oldestDueAt === undefined ? 0 : now.toMillis() - momentOf(oldestDueAt).toMillis();
        return { ...counts, oldestDueAt, lagInMs, nextDueAt: await this.nextDueAt() };
    }

    public async nextDueAt(): Promise<Timestamp | undefined> {
        const [next] = await this.surroundings.persistence.findDue(latestPlannedDueAt, 1);
        return next?.dueAt ?? undefined;
    }

    public async failed(limit: number): Promise<FailedDeletion[]> {
        const failed: FailedDeletion[] = [];
        for await (const record of this.parked()) {
            failed.push(this.failedDeletionOf(record));
            if (failed.length >= limit) break;
        }
        return failed;
    }

    /**
     * How many parked deletions, of those that are meant, are due again. One that cannot be read stays where it is and
     * keeps no other; where there is no other, its `storeIsCorrupt` is thrown.
     */
    public async retry(isMeant: (processId: string) => boolean): Promise<number> {
        let count = 0;
        let unreadable: IdentityDeletionError | undefined;
        for await (const record of this.parked()) {
            const processId = processIdOf(record);
            if (!isMeant(processId)) continue;
            try {
                await this.unpark(record);
            } catch (error) {
                if (error instanceof IdentityDeletionError) unreadable ??= error;
                // Else another operator was faster, or the store has failed.
                else if (!(error instanceof LostRace)) throw error;
                continue;
            }
            this.surroundings.observe({ type: "unparked", processId });
            count++;
        }
        if (count === 0 && unreadable !== undefined) throw unreadable;
        return count;
    }

    private async unpark(record: StoredRecord): Promise<void> {
        const held = HeldProcess.of(this.surroundings.persistence, record);
        await held.write({ state: { attempts: 0, parkedAt: undefined }, dueAt: timestampOf(this.clock.now()) });
    }

    private failedDeletionOf(record: StoredRecord): FailedDeletion {
        const { parkedAt, attempts, failures, done } = stateOf(record);
        return {
            processId: processIdOf(record),
            parkedAt: parkedAt ?? parkedDueAt,
            attempts,
            failures: failures.map(({ deleter, reason }) => ({ deleter, reason })),
            done: [...done],
            isReadable: this.isReadable(record)
        };
    }

    private isReadable(record: StoredRecord): boolean {
        try {
            HeldProcess.of(this.surroundings.persistence, record);
            return true;
        } catch {
            return false;
        }
    }

    private parked(): AsyncGenerator<StoredRecord> {
        return this.dueBetween(latestPlannedDueAt, parkedDueAt);
    }

    /** Those due behind the one moment and up to the other, in the order of their dates. */
    private async *dueBetween(after: Timestamp, until: Timestamp): AsyncGenerator<StoredRecord> {
        let position: DuePosition = { dueAt: after, key: "" };
        for (;;) {
            const page = await this.surroundings.persistence.findDue(until, recordsAtATime, position);
            yield* page;
            if (page.length < recordsAtATime) return;
            const { dueAt, key } = page.at(-1)!;
            position = { dueAt: dueAt!, key };
        }
    }

    /** A deletion under way is due again when its lease ends, or for its next attempt: not later than that. */
    private latestUnderWay(now: DateTime): Timestamp {
        const { leaseInMs, backoff } = this.surroundings;
        return timestampOf(now.plus({ milliseconds: Math.max(leaseInMs, backoff.longestPauseInMs) }));
    }
}

function isDeletion(record: StoredRecord): boolean {
    return stateOf(record).promised.length > 0;
}

/** A store that has lost the data may say otherwise than its type. */
function stateOf({ data }: StoredRecord): LifecycleState {
    return lifecycleStateFrom((data as JsonObject | null | undefined)?.lifecycle);
}

/** A look-up ends with it: so it is known also where the process cannot be read. */
function processIdOf({ lookup }: StoredRecord): string {
    return lookup.slice(lookup.lastIndexOf("#") + 1);
}
