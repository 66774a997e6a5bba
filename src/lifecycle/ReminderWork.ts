import { HeldProcess } from "./HeldProcess";
import { errorNameOf, reasonOf } from "./LifecycleState";
import { Surroundings } from "./LifecycleSettings";
import { Notifier } from "./Notifier";
import { earlier, Run } from "./Run";

/**
 * What is due of a process whose grace period is not over: its date, where it was created without a lifecycle, or a
 * reminder. While a reminder is on its way, a lease keeps other workers from sending it too; it never reaches beyond the
 * end, at which the deletion may begin whether or not the reminder has come through.
 */
export class ReminderWork {
    public constructor(private readonly surroundings: Surroundings) {}

    public async carryOut(held: HeldProcess, run: Run): Promise<void> {
        const { schedule, notifier, observe } = this.surroundings;
        // Others may have been worked on for long since `now`: by the present moment another may be due, or the end have come.
        const daysBeforeEnd = schedule.latestDue(held.process, run.present, held.state.reminded);
        if (notifier === undefined || daysBeforeEnd === undefined) {
            await held.write({ dueAt: schedule.nextLook(held.process, run.present), state: { worker: undefined } });
            run.tally.planned++;
            observe({ type: "planned", processId: held.process.id });
            return;
        }
        await this.remind(held, run, notifier, daysBeforeEnd);
    }

    private async remind(held: HeldProcess, run: Run, notifier: Notifier, daysBeforeEnd: number): Promise<void> {
        const { schedule, worker, leaseInMs, calls, observe } = this.surroundings;
        const { process, address } = held;
        const gracePeriodEndsAt = process.properties.gracePeriodEndsAt!;
        const attempts = held.state.attempts + 1;
        await held.write({ dueAt: earlier(run.in(leaseInMs), gracePeriodEndsAt), state: { worker, attempts } });

        const idempotencyKey = `${process.id}:reminder:${daysBeforeEnd}`;
        const reminder = { address, processId: process.id, gracePeriodEndsAt, daysBeforeEnd, idempotencyKey };
        const outcome = await calls.call(`${held.record.key}:${idempotencyKey}`, run.stopping, (signal) =>
            notifier.remind(reminder, { signal })
        );
        const { durationInMs } = outcome;
        if (outcome.kind === "abandoned") {
            run.tally.interrupted++;
            observe({ type: "interrupted", processId: process.id, errorName: "Stopped" });
        } else if (outcome.kind === "succeeded") {
            run.tally.reminded++;
            observe({ type: "reminderSent", processId: process.id, daysBeforeEnd, durationInMs });
            const state = { worker: undefined, attempts: 0, reminded: daysBeforeEnd, failures: [] };
            await held.write({ dueAt: schedule.nextLook(process, run.present), state });
        } else {
            run.tally.failed++;
            const nextAttemptInMs = this.surroundings.backoff.pauseInMs(attempts);
            const { error, hasTimedOut } = outcome;
            const event = { processId: process.id, durationInMs, hasTimedOut, errorName: errorNameOf(error) };
            observe({ ...event, type: "reminderFailed", daysBeforeEnd, nextAttemptInMs });
            this.surroundings.report(error, { processId: process.id, deleter: undefined });
            const nextLook = schedule.nextLook(process, run.present);
            const dueAt = earlier(run.in(nextAttemptInMs), nextLook);
            // By then another reminder takes its place, which has not failed yet.
            const state = { attempts: dueAt === nextLook ? 0 : attempts, failures: [{ reason: reasonOf(error) }] };
            await held.write({ dueAt, state: { ...state, worker: undefined } });
        }
    }
}
