import { deletionHasBegun } from "../application/IdentityDeletionProcessMapper";
import { ProcessCommands } from "../application/ProcessCommands";
import { IdentityDeletionError } from "../domain/IdentityDeletionError";
import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { GracePeriodPolicy } from "../domain/GracePeriodPolicy";
import { ErrorCode } from "../domain/ErrorCode";
import { IdentityDeletionProcessStatus } from "../domain/IdentityDeletionProcessStatus";
import { BackboneFailure } from "./client/BackboneFailure";
import { SentCommands } from "./SentCommands";
import { IdentityQueues, Turn } from "./IdentityQueues";
import { Journal, LostRace } from "./journal/Journal";
import { currentAmong, isSettled, OpenEntry, slotHolderAmong } from "./journal/JournalEntry";
import { outcomeIsNotKnownYet } from "./outcomeIsNotKnownYet";
import { mostLostRaces, Reconciler } from "./reconcile/Reconciler";

/**
 * The commands of one Identity, where a Backbone decides. In the best case each is one request between two writes: the
 * intent, the command, what came of it. Whatever is unsettled is settled first, and what this device believes is checked
 * with the Backbone before a command is refused because of it.
 */
export class BackboneCommands implements ProcessCommands {
    public constructor(
        private readonly identityKey: string,
        private readonly queues: IdentityQueues,
        private readonly journal: Journal,
        private readonly reconciler: Reconciler,
        private readonly sent: SentCommands,
        private readonly policy: GracePeriodPolicy,
        private readonly onSuccess: () => void
    ) {}

    public async initiate(lengthOfGracePeriodInDays?: number): Promise<IdentityDeletionProcess> {
        if (lengthOfGracePeriodInDays !== undefined && !this.policy.allows(lengthOfGracePeriodInDays)) {
            const message = `lengthOfGracePeriodInDays must be ${this.policy.describe()}.`;
            throw IdentityDeletionError.invalidPropertyValue(message);
        }
        return await this.command(async (turn) => {
            const over = await this.requireFree(turn);
            return await this.sent.initiate(turn, lengthOfGracePeriodInDays, over);
        });
    }

    public async cancel(): Promise<IdentityDeletionProcess> {
        try {
            return await this.command((turn) => this.cancelOnce(turn));
        } catch (error) {
            const isDeleted = error instanceof BackboneFailure && error.code === ErrorCode.identityIsDeleted;
            throw isDeleted ? IdentityDeletionError.noActiveProcess() : error;
        }
    }

    private async cancelOnce(turn: Turn): Promise<IdentityDeletionProcess> {
        let entries = await this.journal.current();
        const isUnknown = slotHolderAmong(entries) === undefined && !turn.isInformed;
        // Another device may have initiated, or the Backbone may know what no authority was said of.
        if (isUnknown || !isSettled(entries)) {
            const standing = await this.reconciler.settle(turn);
            if (standing.process === undefined && standing.isInDoubt) throw outcomeIsNotKnownYet();
            entries = await this.journal.current();
        }
        const current = currentAmong(entries);
        const status = current?.process?.status;
        if (status === IdentityDeletionProcessStatus.Deleting) throw IdentityDeletionError.gracePeriodHasExpired();
        if (current?.process === undefined || status === IdentityDeletionProcessStatus.Deleted) {
            throw IdentityDeletionError.noActiveProcess();
        }
        return await this.sent.cancel(turn, { ...current, process: current.process });
    }

    /**
     * Throws where the Identity may not start a process. What is there may have ended elsewhere: the Backbone is asked, unless
     * it was since the call was made. Gives the process that is in doubt, if one is: only the answer to the command itself
     * tells whether it is still open.
     */
    private async requireFree(turn: Turn): Promise<OpenEntry | undefined> {
        const entries = await this.journal.current();
        const holder = slotHolderAmong(entries);
        const settled = isSettled(entries);
        if (settled && holder === undefined) return undefined;
        if (settled && holder?.process?.status === IdentityDeletionProcessStatus.Deleted) {
            throw IdentityDeletionError.identityIsDeleted();
        }
        const isCertain = turn.isInformed || (holder !== undefined && deletionHasBegun(holder.record));
        if (settled && isCertain) throw IdentityDeletionError.activeProcessAlreadyExists();
        const standing = await this.reconciler.settle(turn);
        if (standing.process !== undefined && !standing.isMissing) {
            throw IdentityDeletionError.activeProcessAlreadyExists();
        }
        if (standing.isInDoubt) throw outcomeIsNotKnownYet();
        if (!standing.isMissing) return undefined;
        const missing = slotHolderAmong(await this.journal.current());
        if (missing?.process?.id !== standing.process?.id) throw new LostRace("Another took its place.");
        return { ...missing!, process: standing.process! };
    }

    /** In the Identity's turn, and again from the start as long as others are faster. */
    private async command(work: (turn: Turn) => Promise<IdentityDeletionProcess>): Promise<IdentityDeletionProcess> {
        const process = await this.queues.run(this.identityKey, async (turn) => {
            for (let lostRaces = 0; lostRaces < mostLostRaces; lostRaces++) {
                try {
                    return await work(turn);
                } catch (error) {
                    if (!(error instanceof LostRace)) throw error;
                }
            }
            throw new Error(`Others were faster ${mostLostRaces} times in a row.`);
        });
        this.onSuccess();
        return process;
    }
}
