import { isLostRace } from "../../application/records/lostRaces";
import { momentOf, Timestamp, timestampOf } from "../../domain/Timestamp";
import { earlier } from "../decisions/dueDates";
import { completionFailed, postponeCompletion, postponeFinalNotice } from "../decisions/postponeDeletion";
import { noteAllDone } from "../decisions/recordProgress";
import { writeTombstone } from "../decisions/writeTombstone";
import { DueProcess } from "../queue/DueProcess";
import { errorNameOf, reasonOf } from "../run/failureReasons";
import { Dependencies } from "../options/LifecycleSettings";
import { Notifier } from "../options/Notifier";
import { Permit } from "../run/Semaphore";
import { park, release } from "./parkAndRelease";
import { removeOtherRecords } from "./removeOtherRecords";
import { lagOf, Run } from "../run/Run";

interface Refused {
    readonly error: unknown;
    readonly nextAttemptInMs: number;
}

/** Removes the Identity's other records, notifies, writes the tombstone. Each can be retried: the address is kept. */
export class Completion {
    public constructor(private readonly dependencies: Dependencies) {}

    /** Whether a call of the host belongs to it. A Backbone that has deleted the Identity notifies the person itself. */
    public notifies(due: DueProcess): boolean {
        return this.dependencies.notifier !== undefined && !due.isDecidedElsewhere;
    }

    public async carryOut(due: DueProcess, run: Run, permit: Permit): Promise<void> {
        try {
            await this.complete(due, run, permit);
        } catch (error) {
            if (isLostRace(error)) throw error;
            await this.tryAgain(due, run, error);
        }
    }

    private async complete(due: DueProcess, run: Run, permit: Permit): Promise<void> {
        const { leaseInMs, persistence } = this.dependencies;
        if (due.deletion.allDoneAt === undefined) await due.write(noteAllDone(due.record, run.lease(leaseInMs)));
        await removeOtherRecords(persistence, due.record);
        if (!(await this.isNotified(due, run))) return;
        permit.release();
        await this.finish(due, run);
    }

    /** Rejects where the failure cannot be stored: the store is unavailable, and the deletion interrupted. */
    private async tryAgain(due: DueProcess, run: Run, error: unknown): Promise<void> {
        const { retry, delayInMs, observe, report } = this.dependencies;
        const processId = due.process.id;
        const reason = reasonOf(error);
        const failed = completionFailed(due.record, reason);
        const attempt = failed.completionFailure.attempts;
        observe({ type: "completionFailed", processId, errorName: errorNameOf(error) });
        report(error, { processId, deleter: undefined });
        if (attempt >= retry.attempts) return await park(due, run, { ...failed, attempts: attempt }, observe);
        const nextAttemptInMs = delayInMs(attempt);
        await due.write(postponeCompletion(due.record, reason, run.in(nextAttemptInMs)));
        run.tally.failed++;
        observe({ type: "retryPlanned", processId, attempt, nextAttemptInMs });
    }

    private async isNotified(due: DueProcess, run: Run): Promise<boolean> {
        const { notifier, finalNoticeTimeoutInMs, retry, observe } = this.dependencies;
        if (notifier === undefined || !this.notifies(due)) return true;
        const timesOutAt = timestampOf(
            momentOf(due.deletion.allDoneAt!).plus({ milliseconds: finalNoticeTimeoutInMs })
        );
        const isOver = (): boolean => run.in(0) >= timesOutAt;
        // It is tried at least once, however long no worker ran, unless each attempt crashes the process.
        const { failures, attempts } = due.deletion;
        const wasTried = failures.some(({ deleter }) => deleter === undefined) || attempts >= retry.attempts;
        if (!isOver() || !wasTried) {
            if (run.stopSignal.isRequested) return await release(due, run, observe);
            const result = await this.notify(due, run, notifier);
            if (result === "sent" || result === "abandoned") return result === "sent";
            if (!isOver()) {
                await this.postpone(due, run, result, timesOutAt);
                return false;
            }
        }
        observe({ type: "finalNoticeGivenUp", processId: due.process.id });
        return true;
    }

    private async notify(due: DueProcess, run: Run, notifier: Notifier): Promise<"sent" | "abandoned" | Refused> {
        const { calls, observe, delayInMs, report } = this.dependencies;
        const { address } = due;
        const processId = due.process.id;
        const notice = { address, processId, idempotencyKey: `${processId}:deleted` };
        const outcome = await calls.call(`${due.record.key}:${notice.idempotencyKey}`, run.stopSignal, (signal) =>
            notifier.notifyOfDeletion(notice, { signal })
        );
        const { durationInMs } = outcome;
        if (outcome.kind === "succeeded") {
            observe({ type: "finalNoticeSent", processId, durationInMs });
            return "sent";
        }
        if (outcome.kind === "abandoned") {
            run.tally.interrupted++;
            observe({ type: "interrupted", processId, errorName: "Stopped" });
            return "abandoned";
        }
        const { error, hasTimedOut } = outcome;
        const nextAttemptInMs = delayInMs(Math.max(1, due.deletion.attempts));
        const event = { processId, durationInMs, hasTimedOut, errorName: errorNameOf(error), nextAttemptInMs };
        observe({ ...event, type: "finalNoticeFailed" });
        report(error, { processId, deleter: undefined });
        return { error, nextAttemptInMs };
    }

    private async postpone(due: DueProcess, run: Run, refused: Refused, timesOutAt: Timestamp): Promise<void> {
        const nextAttemptAt = earlier(run.in(refused.nextAttemptInMs), timesOutAt);
        await due.write(postponeFinalNotice(due.record, reasonOf(refused.error), nextAttemptAt));
        run.tally.failed++;
    }

    private async finish(due: DueProcess, run: Run): Promise<void> {
        const lagInMs = lagOf(due.process, run);
        await due.write(writeTombstone(due.record));
        run.tally.deleted++;
        this.dependencies.observe({ type: "deleted", processId: due.process.id, lagInMs });
    }
}
