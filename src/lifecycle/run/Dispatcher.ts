import { isLostRace } from "../../application/records/lostRaces";
import { IdentityDeletionProcessStatus, isOpen } from "../../domain/IdentityDeletionProcessStatus";
import { deletionHasBegun } from "../../domain/record/ProcessRecord";
import { withDeletion } from "../decisions/withDeletion";
import { DeletionWork } from "../deletion/DeletionWork";
import { DueProcess } from "../queue/DueProcess";
import { errorNameOf } from "./failureReasons";
import { Dependencies } from "../options/LifecycleSettings";
import { ReminderWork } from "../reminders/ReminderWork";
import { Permit, Semaphore } from "./Semaphore";
import { Run } from "./Run";

const hourInMs = 3_600_000;

/** A process releases its permit after the host's last call. Its last writes overlap with the next claims, up to this. */
const inHandForEachPermit = 4;

type Processes = Pick<AsyncIterator<DueProcess, void> | Iterator<DueProcess, void>, "next">;

/** Hands each due record to the reminders or the deletion. Each moves its `dueAt` on, so no failure blocks others. */
export class Dispatcher {
    private readonly reminders: ReminderWork;
    private readonly deletions: DeletionWork;
    private readonly inProgress = new Set<string>();

    public constructor(
        private readonly dependencies: Dependencies,
        private readonly concurrency: number
    ) {
        this.reminders = new ReminderWork(dependencies);
        this.deletions = new DeletionWork(dependencies);
    }

    public get countInProgress(): number {
        return this.inProgress.size;
    }

    public isInProgress({ record }: DueProcess): boolean {
        return this.inProgress.has(record.key);
    }

    /** Rejects only as `processes` does, once all that have begun have ended. Asks for one when there is a permit. */
    public async carryOut(processes: Processes, run: Run): Promise<void> {
        const hostCalls = new Semaphore(this.concurrency);
        const inHand = new Semaphore(this.concurrency * inHandForEachPermit);
        const begun = new Set<Promise<void>>();
        try {
            for (;;) {
                const hand = await inHand.acquire();
                const permit = await hostCalls.acquire();
                if (run.isEnding) return;
                const { value: due, done } = await processes.next();
                if (done === true) return;
                const work = this.handleOnce(due, run, permit).finally(() => {
                    permit.release();
                    hand.release();
                    begun.delete(work);
                });
                begun.add(work);
            }
        } finally {
            await Promise.all(begun);
        }
    }

    /** Never rejects. */
    private async handleOnce(due: DueProcess, run: Run, permit: Permit): Promise<void> {
        if (this.isInProgress(due)) return;
        const { key, dueAt } = due.record;
        run.noteFound(dueAt!);
        this.inProgress.add(key);
        try {
            await this.handleSafely(due, run, permit);
        } finally {
            this.inProgress.delete(key);
        }
    }

    private async handleSafely(due: DueProcess, run: Run, permit: Permit): Promise<void> {
        const { observe } = this.dependencies;
        const processId = due.process.id;
        try {
            await this.handle(due, run, permit);
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

    private async handle(due: DueProcess, run: Run, permit: Permit): Promise<void> {
        const { Active, Deleting, Deleted } = IdentityDeletionProcessStatus;
        const { status } = due.process;
        const isOurs = this.isOurs(due);
        if (isOurs && status === Active && !due.process.gracePeriodIsOver(run.now)) {
            await this.reminders.carryOut(due, run);
        } else if ((isOurs && (status === Active || status === Deleting)) || status === Deleted) {
            await this.deletions.carryOut(due, run, permit);
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
