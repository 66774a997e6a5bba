import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus } from "../domain/IdentityDeletionProcessStatus";
import { momentOf, Timestamp, timestampOf } from "../domain/Timestamp";
import { JsonObject } from "../ports/PersistencePort";
import { giveBack } from "./giveBack";
import { HeldProcess, LostRace } from "./HeldProcess";
import { errorNameOf, reasonOf } from "./LifecycleState";
import { Surroundings } from "./LifecycleSettings";
import { lagOf } from "./lagOf";
import { Notifier } from "./Notifier";
import { park } from "./park";
import { removeOtherRecords } from "./removeOtherRecords";
import { earlier, Run } from "./Run";

/** A tombstone says of no moment that the person did something at it. */
const noDate: Timestamp = "0000-01-01T00:00:00.000Z";

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
        try {
            await this.complete(held, run);
        } catch (error) {
            if (error instanceof LostRace) throw error;
            await this.tryAgain(held, run, error);
        }
    }

    private async complete(held: HeldProcess, run: Run): Promise<void> {
        const { leaseInMs, persistence } = this.surroundings;
        if (held.state.allDoneAt === undefined) {
            // Nothing was left to run: what was missing has been retired.
            await held.write({ state: { allDoneAt: timestampOf(run.present) }, dueAt: run.in(leaseInMs) });
        }
        await removeOtherRecords(persistence, held.record);
        if (!(await this.told(held, run))) return;
        await this.bury(held, run);
    }

    /** A failure that can be written down is tried again, and parked in the end. Where not, the store is away: interrupted. */
    private async tryAgain(held: HeldProcess, run: Run, error: unknown): Promise<void> {
        const { mostAttempts, backoff, observe, report } = this.surroundings;
        const processId = held.process.id;
        const attempt = (held.state.completionFailure?.attempts ?? 0) + 1;
        const completionFailure = { attempts: attempt, reason: reasonOf(error) };
        observe({ type: "completionFailed", processId, errorName: errorNameOf(error) });
        report(error, { processId, deleter: undefined });
        if (attempt >= mostAttempts) {
            return await park(held, run, { completionFailure, attempts: attempt }, observe);
        }
        const nextAttemptInMs = backoff.pauseInMs(attempt);
        await held.write({ state: { completionFailure, worker: undefined }, dueAt: run.in(nextAttemptInMs) });
        run.tally.failed++;
        observe({ type: "retryPlanned", processId, attempt, nextAttemptInMs });
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
        // The other records are removed: what failed before the notice no longer counts.
        await held.write({ state: { worker: undefined, attempts, failures, completionFailure: undefined }, dueAt });
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
