import { deletionHasBegun } from "../application/IdentityDeletionProcessMapper";
import { IdentityDeletionProcessStatus, isOpen } from "../domain/IdentityDeletionProcessStatus";
import { DeletionWork } from "./DeletionWork";
import { HeldProcess, LostRace } from "./HeldProcess";
import { errorNameOf } from "./LifecycleState";
import { Surroundings } from "./LifecycleSettings";
import { ReminderWork } from "./ReminderWork";
import { Run } from "./Run";

const hourInMs = 3_600_000;

/**
 * Works on due records, several side by side. Whatever becomes of one, its `dueAt` has moved on by then: to its next date,
 * its next attempt, or the end of a lease. So what fails or hangs holds up nothing but itself.
 */
export class DueWork {
    private readonly reminders: ReminderWork;
    private readonly deletions: DeletionWork;
    /** The keys of the records that this process works on, in whichever run. */
    private readonly inHand = new Set<string>();

    public constructor(
        private readonly surroundings: Surroundings,
        private readonly concurrency: number
    ) {
        this.reminders = new ReminderWork(surroundings);
        this.deletions = new DeletionWork(surroundings);
    }

    /** How many records are being worked on: they may be due again where a lease has run out. */
    public get countInHand(): number {
        return this.inHand.size;
    }

    public isInHand({ record }: HeldProcess): boolean {
        return this.inHand.has(record.key);
    }

    /** Never rejects because of what happens to one of them. */
    public async carryOut(due: readonly HeldProcess[], run: Run): Promise<void> {
        const waiting = due.values();
        const worker = async (): Promise<void> => {
            for (const held of waiting) {
                if (run.stopping.isAsked) return;
                if (this.isInHand(held)) continue;
                run.tally.found++;
                this.inHand.add(held.record.key);
                try {
                    await this.take(held, run);
                } finally {
                    this.inHand.delete(held.record.key);
                }
            }
        };
        await Promise.all(Array.from({ length: Math.min(this.concurrency, due.length) }, worker));
    }

    private async take(held: HeldProcess, run: Run): Promise<void> {
        const { observe } = this.surroundings;
        const processId = held.process.id;
        try {
            await this.dealWith(held, run);
        } catch (error) {
            if (error instanceof LostRace) {
                run.tally.lost++;
                observe({ type: "lostRace", processId });
            } else {
                run.tally.interrupted++;
                observe({ type: "interrupted", processId, errorName: errorNameOf(error) });
            }
        }
    }

    private async dealWith(held: HeldProcess, run: Run): Promise<void> {
        const { Active, Deleting, Deleted } = IdentityDeletionProcessStatus;
        const { status } = held.process;
        const isOurs = this.isOurs(held);
        if (isOurs && status === Active && !held.process.gracePeriodIsOver(run.now)) {
            await this.reminders.carryOut(held, run);
        } else if ((isOurs && (status === Active || status === Deleting)) || status === Deleted) {
            await this.deletions.carryOut(held, run);
        } else if (isOpen(status) && !held.isDecidedElsewhere) {
            // A Backbone decides now. The host may change that again: then it must be found.
            await held.replace({ ...held.record, dueAt: run.in(hourInMs) });
        } else {
            // Nothing is to be done about it, and nobody need look again.
            await held.replace({ ...held.record, dueAt: null });
        }
    }

    /** What has begun is finished, whoever decides now. */
    private isOurs(held: HeldProcess): boolean {
        if (held.isDecidedElsewhere) return false;
        return this.surroundings.authority === "local" || deletionHasBegun(held.record);
    }
}
