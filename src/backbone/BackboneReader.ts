import { ProcessReader } from "../application/ProcessReader";
import { ErrorCode } from "../domain/ErrorCode";
import { IdentityDeletionError } from "../domain/IdentityDeletionError";
import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { Clock } from "../ports/Clock";
import { BackboneFailure } from "./client/BackboneFailure";
import { IdentityQueues, Turn } from "./IdentityQueues";
import { Journal } from "./journal/Journal";
import { isSettled, JournalEntry, slotHolderAmong } from "./journal/JournalEntry";
import { outcomeIsNotKnownYet } from "./outcomeIsNotKnownYet";
import { Reconciler } from "./reconcile/Reconciler";
import { Standing } from "./reconcile/Standing";

type Found = { readonly process: IdentityDeletionProcess } | undefined;

/**
 * Reads the local copy, and asks the Backbone only where the copy cannot know: while something is unsettled or was decided by
 * another authority, and when the process is past its end. The history is read as it is.
 */
export class BackboneReader implements ProcessReader {
    public constructor(
        private readonly identityKey: string,
        private readonly queues: IdentityQueues,
        private readonly journal: Journal,
        private readonly reconciler: Reconciler,
        private readonly history: Pick<ProcessReader, "findById" | "list">,
        private readonly clock: Clock
    ) {}

    /** Throws `authorityNotReachable`, `outcomeIsNotKnownYet`, `processIsInDoubt` or `authorityHasChanged` where it cannot be known. */
    public async findSlotHolder(): Promise<Found> {
        const entries = await this.journal.current();
        if (this.canBeBelieved(entries)) return holderOf(entries);
        return await this.queues.run(this.identityKey, async (turn) => {
            const entries = await this.journal.current();
            if (turn.isInformed && isSettled(entries)) return holderOf(entries);
            if (!turn.isInformed && this.canBeBelieved(entries)) return holderOf(entries);
            return await this.ask(turn);
        });
    }

    public async findById(id: string): Promise<IdentityDeletionProcess | undefined> {
        return await this.history.findById(id);
    }

    public async list(): Promise<IdentityDeletionProcess[]> {
        return await this.history.list();
    }

    private async ask(turn: Turn): Promise<Found> {
        let standing: Standing;
        try {
            standing = await this.reconciler.settle(turn);
        } catch (error) {
            // The copy says so by now.
            const isDeleted = error instanceof BackboneFailure && error.code === ErrorCode.identityIsDeleted;
            if (isDeleted) return holderOf(await this.journal.current());
            throw error;
        }
        const { process, isInDoubt, isMissing } = standing;
        if (isMissing) throw IdentityDeletionError.processIsInDoubt();
        if (process === undefined && isInDoubt) throw outcomeIsNotKnownYet();
        return process === undefined ? undefined : { process };
    }

    private canBeBelieved(entries: readonly JournalEntry[]): boolean {
        if (!isSettled(entries)) return false;
        const process = holderOf(entries)?.process;
        return !process?.isActive || !process.gracePeriodIsOver(this.clock.now());
    }
}

function holderOf(entries: readonly JournalEntry[]): Found {
    const process = slotHolderAmong(entries)?.process;
    return process === undefined ? undefined : { process };
}
