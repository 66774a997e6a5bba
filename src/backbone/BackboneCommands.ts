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
import { JournalEntry } from "./journal/JournalEntry";
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
            const entries = await this.journal.current();
            if (entries.some(({ record }) => record.unsettled)) await this.requireFree(turn);
            const holder = holderOf(entries);
            if (holder !== undefined && !holder.record.unsettled) {
                if (holder.process?.status === IdentityDeletionProcessStatus.Deleted) {
                    throw IdentityDeletionError.identityIsDeleted();
                }
                // Another device may have cancelled it.
                if (turn.isInformed) throw IdentityDeletionError.activeProcessAlreadyExists();
                await this.requireFree(turn);
            }
            return await this.sent.initiate(turn, lengthOfGracePeriodInDays);
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
        const isDeleted = holderOf(entries)?.process?.status === IdentityDeletionProcessStatus.Deleted;
        if (isDeleted) throw IdentityDeletionError.noActiveProcess();
        // Another device may have initiated.
        if (entries.some(({ record }) => record.unsettled) || (holderOf(entries) === undefined && !turn.isInformed)) {
            const standing = await this.reconciler.settle(turn);
            if (standing.process === undefined && standing.isInDoubt) throw outcomeIsNotKnownYet();
            entries = await this.journal.current();
        }
        const holder = holderOf(entries);
        if (holder?.process === undefined) throw IdentityDeletionError.noActiveProcess();
        if (holder.process.status === IdentityDeletionProcessStatus.Deleting) {
            throw IdentityDeletionError.gracePeriodHasExpired();
        }
        return await this.sent.cancel(turn, { ...holder, process: holder.process });
    }

    private async requireFree(turn: Turn): Promise<void> {
        const standing = await this.reconciler.settle(turn);
        if (standing.process !== undefined) throw IdentityDeletionError.activeProcessAlreadyExists();
        if (standing.isInDoubt) throw outcomeIsNotKnownYet();
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

function holderOf(entries: readonly JournalEntry[]): JournalEntry | undefined {
    return entries.find(({ record }) => record.slot === record.identityKey);
}
