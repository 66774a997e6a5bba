import { isLostRace } from "../../application/records/lostRaces";
import { IdentityDeletionProcessStatus, isOpen } from "../../domain/IdentityDeletionProcessStatus";
import { deletionHasBegun } from "../../domain/record/ProcessRecord";
import { withDeletion } from "../decisions/withDeletion";
import { DeletionWork } from "../deletion/DeletionWork";
import { DueProcess } from "../queue/DueProcess";
import { errorNameOf } from "./failureReasons";
import { Dependencies } from "../options/LifecycleSettings";
import { ReminderWork } from "../reminders/ReminderWork";
import { Run } from "./Run";

const hourInMs = 3_600_000;

/**
 * Hands each due record to the reminders or to the deletion, several at a time. Whatever the result, `dueAt` has moved on
 * then: to the next date, the next attempt, or the end of a lease. So a record that fails or hangs delays no other.
 */
export class Dispatcher {
    private readonly reminders: ReminderWork;
    private readonly deletions: DeletionWork;
    /** The keys of the records that this process works on, in any run. */
    private readonly inProgress = new Set<string>();

    public constructor(
        private readonly dependencies: Dependencies,
        private readonly concurrency: number
    ) {
        this.reminders = new ReminderWork(dependencies);
        this.deletions = new DeletionWork(dependencies);
    }

    /** They may be due again where a lease has expired. */
    public get countInProgress(): number {
        return this.inProgress.size;
    }

    public isInProgress({ record }: DueProcess): boolean {
        return this.inProgress.has(record.key);
    }

    /** Never rejects because of what happens to one of them. */
    public async carryOut(processes: readonly DueProcess[], run: Run): Promise<void> {
        const waiting = processes.values();
        const worker = async (): Promise<void> => {
            for (const due of waiting) {
                if (run.stopSignal.isRequested) return;
                if (this.isInProgress(due)) continue;
                run.tally.found++;
                this.inProgress.add(due.record.key);
                try {
                    await this.handleSafely(due, run);
                } finally {
                    this.inProgress.delete(due.record.key);
                }
            }
        };
        await Promise.all(Array.from({ length: Math.min(this.concurrency, processes.length) }, worker));
    }

    private async handleSafely(due: DueProcess, run: Run): Promise<void> {
        const { observe } = this.dependencies;
        const processId = due.process.id;
        try {
            await this.handle(due, run);
        } catch (error) {
            if (isLostRace(error)) {
                run.tally.lost++;
                observe({ type: "lostRace", processId });
            } else {
                run.tally.interrupted++;
                observe({ type: "interrupted", processId, errorName: errorNameOf(error) });
            }
        }
    }

    private async handle(due: DueProcess, run: Run): Promise<void> {
        const { Active, Deleting, Deleted } = IdentityDeletionProcessStatus;
        const { status } = due.process;
        const isOurs = this.isOurs(due);
        if (isOurs && status === Active && !due.process.gracePeriodIsOver(run.now)) {
            await this.reminders.carryOut(due, run);
        } else if ((isOurs && (status === Active || status === Deleting)) || status === Deleted) {
            await this.deletions.carryOut(due, run);
        } else if (isOpen(status) && !due.isDecidedElsewhere) {
            // A Backbone decides now. The host may change that again, so it stays in the queue.
            await due.write(withDeletion(due.record, {}, run.in(hourInMs)));
        } else {
            // It is over, or a Backbone decides about it.
            await due.write(withDeletion(due.record, {}, null));
        }
    }

    /** A deletion that has begun is finished, whichever authority decides now. */
    private isOurs(due: DueProcess): boolean {
        if (due.isDecidedElsewhere) return false;
        return this.dependencies.authority === "local" || deletionHasBegun(due.record);
    }
}
