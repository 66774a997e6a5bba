import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus } from "../domain/IdentityDeletionProcessStatus";
import { momentOf, Timestamp, timestampOf } from "../domain/Timestamp";
import { JsonObject, RecordPosition } from "../ports/PersistencePort";
import { giveBack } from "./giveBack";
import { HeldProcess, LostRace, raced } from "./HeldProcess";
import { errorNameOf, reasonOf } from "./LifecycleState";
import { Surroundings } from "./LifecycleSettings";
import { lagOf } from "./lagOf";
import { Notifier } from "./Notifier";
import { earlier, Run } from "./Run";

/** A tombstone says of no moment that the person did something at it. */
const noDate: Timestamp = "0000-01-01T00:00:00.000Z";

const recordsAtATime = 100;

/** Each pass removes all that there was; more in a row than this, and somebody keeps adding. */
const mostPasses = 20;

interface Refused {
    readonly error: unknown;
    readonly nextAttemptInMs: number;
}

/**
 * What is left when all deleters are done: the Identity's other records are removed, the person is told, and the record
 * becomes a tombstone, in this order. Each may be repeated: until the tombstone is written, the record says that all
 * deleters are done and still holds the address.
 */
export class Farewell {
    public constructor(private readonly surroundings: Surroundings) {}

    public async carryOut(held: HeldProcess, run: Run): Promise<void> {
        const { leaseInMs } = this.surroundings;
        if (held.state.allDoneAt === undefined) {
            // Nothing was left to run: what was missing has been retired.
            await held.write({ state: { allDoneAt: timestampOf(run.present) }, dueAt: run.in(leaseInMs) });
        }
        await this.removeOthers(held);
        if (!(await this.told(held, run))) return;
        await this.bury(held, run);
    }

    private async removeOthers({ record }: HeldProcess): Promise<void> {
        const { persistence } = this.surroundings;
        for (let passes = 0; passes < mostPasses; passes++) {
            let removed = 0;
            let after: RecordPosition | undefined;
            for (;;) {
                const page = await persistence.list(record.identityKey, after, recordsAtATime);
                const others = page.filter(
                    ({ key, identityKey }) => key !== record.key && identityKey === record.identityKey
                );
                for (const { identityKey, key, revision } of others) {
                    await unlessLost(persistence.delete(identityKey, key, revision));
                }
                removed += others.length;
                if (page.length < recordsAtATime) break;
                after = page.at(-1);
            }
            if (removed === 0) return;
        }
        throw new Error("The records of a deleted Identity do not become fewer.");
    }

    /** Whether it is settled that the person was told, or that nobody tries any more. */
    private async told(held: HeldProcess, run: Run): Promise<boolean> {
        const { notifier, finalNoticeIsGivenUpAfterInMs, mostAttempts, observe } = this.surroundings;
        // Where a Backbone has deleted the Identity, only what this device keeps of it goes here: that is no news.
        if (notifier === undefined || held.isDecidedElsewhere) return true;
        const givenUpAt = timestampOf(
            momentOf(held.state.allDoneAt!).plus({ milliseconds: finalNoticeIsGivenUpAfterInMs })
        );
        const isOver = (): boolean => run.in(0) >= givenUpAt;
        // Once at least it is tried, however long nobody was there to do it; unless each try brings down its whole process.
        const { failures, attempts } = held.state;
        const wasTried = failures.some(({ deleter }) => deleter === undefined) || attempts >= mostAttempts;
        if (!isOver() || !wasTried) {
            if (run.stopping.isAsked) return await giveBack(held, run, observe);
            const answer = await this.tell(held, run, notifier);
            if (answer === "bury" || answer === "leave") return answer === "bury";
            if (!isOver()) {
                await this.postpone(held, run, answer, givenUpAt);
                return false;
            }
        }
        observe({ type: "finalNoticeGivenUp", processId: held.process.id });
        return true;
    }

    private async tell(held: HeldProcess, run: Run, notifier: Notifier): Promise<"bury" | "leave" | Refused> {
        const { calls, observe, backoff, report } = this.surroundings;
        const { address } = held;
        const processId = held.process.id;
        const notice = { address, processId, idempotencyKey: `${processId}:deleted` };
        const outcome = await calls.call(`${held.record.key}:${notice.idempotencyKey}`, run.stopping, (signal) =>
            notifier.notifyOfDeletion(notice, { signal })
        );
        const { durationInMs } = outcome;
        if (outcome.kind === "succeeded") {
            observe({ type: "finalNoticeSent", processId, durationInMs });
            return "bury";
        }
        if (outcome.kind === "abandoned") {
            run.tally.interrupted++;
            observe({ type: "interrupted", processId, errorName: "Stopped" });
            return "leave";
        }
        const { error, hasTimedOut } = outcome;
        const nextAttemptInMs = backoff.pauseInMs(Math.max(1, held.state.attempts));
        const event = { processId, durationInMs, hasTimedOut, errorName: errorNameOf(error), nextAttemptInMs };
        observe({ ...event, type: "finalNoticeFailed" });
        report(error, { processId, deleter: undefined });
        return { error, nextAttemptInMs };
    }

    private async postpone(held: HeldProcess, run: Run, refused: Refused, givenUpAt: Timestamp): Promise<void> {
        const attempts = Math.max(1, held.state.attempts);
        const failures = [{ reason: reasonOf(refused.error) }];
        const dueAt = earlier(run.in(refused.nextAttemptInMs), givenUpAt);
        await held.write({ state: { worker: undefined, attempts, failures }, dueAt });
        run.tally.failed++;
    }

    private async bury(held: HeldProcess, run: Run): Promise<void> {
        const { observe, publisher } = this.surroundings;
        const { record, process, address } = held;
        const lagInMs = lagOf(process, run);
        const { authority, unlisted } = record.data;
        const deleted = new IdentityDeletionProcess({ id: process.id, status: IdentityDeletionProcessStatus.Deleted });
        const data: JsonObject = { process: deleted.properties as unknown as JsonObject };
        if (typeof authority === "string") data.authority = authority;
        if (unlisted === true) data.unlisted = true;
        await held.replace({
            ...record,
            slot: record.identityKey,
            createdAt: noDate,
            dueAt: null,
            unsettled: false,
            data
        });
        run.tally.deleted++;
        observe({ type: "deleted", processId: process.id, lagInMs });
        if (process.status !== deleted.status) publisher.statusChanged({ address }, deleted);
    }
}

/** What another has changed or removed meanwhile is seen by the next pass. */
async function unlessLost(removal: Promise<void>): Promise<void> {
    try {
        await raced(removal);
    } catch (error) {
        if (!(error instanceof LostRace)) throw error;
    }
}
