import { beginReminder, finishReminder, planNextDate, postponeReminder } from "../decisions/reminders";
import { DueProcess } from "../queue/DueProcess";
import { errorNameOf, reasonOf } from "../run/failureReasons";
import { Dependencies } from "../options/LifecycleSettings";
import { Notifier } from "../options/Notifier";
import { Run } from "../run/Run";

/** A lease keeps other workers from sending it too, but never beyond the end: no reminder delays the deletion. */
export class ReminderWork {
    public constructor(private readonly dependencies: Dependencies) {}

    public async carryOut(due: DueProcess, run: Run): Promise<void> {
        const { schedule, notifier, observe } = this.dependencies;
        // The run may have taken long since `now`: another reminder may be due by now, or the grace period be over.
        const daysBeforeEnd = schedule.latestDue(due.process, run.present, due.deletion.reminded);
        if (notifier === undefined || daysBeforeEnd === undefined) {
            await due.write(planNextDate(due.record, schedule.nextDueDate(due.process, run.present)));
            run.tally.planned++;
            observe({ type: "planned", processId: due.process.id });
            return;
        }
        await this.remind(due, run, notifier, daysBeforeEnd);
    }

    private async remind(due: DueProcess, run: Run, notifier: Notifier, daysBeforeEnd: number): Promise<void> {
        const { schedule, worker, leaseInMs, calls, observe } = this.dependencies;
        const { process, address } = due;
        const gracePeriodEndsAt = process.properties.gracePeriodEndsAt!;
        await due.write(beginReminder(due.record, worker, run.in(leaseInMs)));

        const idempotencyKey = `${process.id}:reminder:${daysBeforeEnd}`;
        const reminder = { address, processId: process.id, gracePeriodEndsAt, daysBeforeEnd, idempotencyKey };
        const outcome = await calls.call(`${due.record.key}:${idempotencyKey}`, run.stopSignal, (signal) =>
            notifier.remind(reminder, { signal })
        );
        const { durationInMs } = outcome;
        if (outcome.kind === "abandoned") {
            run.tally.interrupted++;
            observe({ type: "interrupted", processId: process.id, errorName: "Stopped" });
        } else if (outcome.kind === "succeeded") {
            run.tally.reminded++;
            observe({ type: "reminderSent", processId: process.id, daysBeforeEnd, durationInMs });
            await due.write(finishReminder(due.record, daysBeforeEnd, schedule.nextDueDate(process, run.present)));
        } else {
            run.tally.failed++;
            const nextAttemptInMs = this.dependencies.delayInMs(due.deletion.attempts);
            const { error, hasTimedOut } = outcome;
            const event = { processId: process.id, durationInMs, hasTimedOut, errorName: errorNameOf(error) };
            observe({ ...event, type: "reminderFailed", daysBeforeEnd, nextAttemptInMs });
            this.dependencies.report(error, { processId: process.id, deleter: undefined });
            const nextDueDate = schedule.nextDueDate(process, run.present);
            await due.write(postponeReminder(due.record, reasonOf(error), run.in(nextAttemptInMs), nextDueDate));
        }
    }
}
