import { IdentityDeletionProcessRepository } from "../application/IdentityDeletionProcessRepository";
import { ProcessCommands } from "../application/ProcessCommands";
import { LostRace, retryLostRaces } from "../application/records/lostRaces";
import { IdentityDeletionError } from "../domain/IdentityDeletionError";
import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { GracePeriodPolicy } from "../domain/GracePeriodPolicy";
import { ErrorCode } from "../domain/ErrorCode";
import { IdentityDeletionProcessStatus } from "../domain/IdentityDeletionProcessStatus";
import { deletionHasBegun, hasProcess, RecordWithProcess, slotHolderAmong } from "../domain/record/ProcessRecord";
import { BackboneFailure } from "./client/BackboneFailure";
import { currentAmong, isSettled } from "./decisions/RemoteState";
import { IdentityQueues, Turn } from "./IdentityQueues";
import { outcomeIsNotKnownYet } from "./errors";
import { Reconciler } from "./Reconciler";
import { CommandSender } from "./CommandSender";

/** Usually one request between two writes. Settles what is unsettled first; no refusal by the local copy alone. */
export class BackboneCommands implements ProcessCommands {
    public constructor(
        private readonly identityKey: string,
        private readonly queues: IdentityQueues,
        private readonly repository: IdentityDeletionProcessRepository,
        private readonly reconciler: Reconciler,
        private readonly sent: CommandSender,
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
        let records = await this.repository.current();
        const isUnknown = slotHolderAmong(records) === undefined && !turn.isUpToDate;
        // Another device may have initiated, or the Backbone may know what no authority was said of.
        if (isUnknown || !isSettled(records)) {
            const state = await this.reconciler.settle(turn);
            if (state.process === undefined && state.isInDoubt) throw outcomeIsNotKnownYet();
            records = await this.repository.current();
        }
        const current = currentAmong(records);
        const status = current?.process?.status;
        if (status === IdentityDeletionProcessStatus.Deleting) throw IdentityDeletionError.gracePeriodHasExpired();
        if (current === undefined || !hasProcess(current) || status === IdentityDeletionProcessStatus.Deleted) {
            throw IdentityDeletionError.noActiveProcess();
        }
        return await this.sent.cancel(turn, current);
    }

    /** Asks the Backbone before it throws. Returns a process in doubt: the command's answer says whether it is open. */
    private async requireFree(turn: Turn): Promise<RecordWithProcess | undefined> {
        const records = await this.repository.current();
        const holder = slotHolderAmong(records);
        const settled = isSettled(records);
        if (settled && holder === undefined) return undefined;
        if (settled && holder?.process?.status === IdentityDeletionProcessStatus.Deleted) {
            throw IdentityDeletionError.identityIsDeleted();
        }
        const isCertain = turn.isUpToDate || (holder !== undefined && deletionHasBegun(holder));
        if (settled && isCertain) throw IdentityDeletionError.activeProcessAlreadyExists();
        const state = await this.reconciler.settle(turn);
        if (state.process !== undefined && !state.isMissing) {
            throw IdentityDeletionError.activeProcessAlreadyExists();
        }
        if (state.isInDoubt) throw outcomeIsNotKnownYet();
        if (!state.isMissing) return undefined;
        const missing = slotHolderAmong(await this.repository.current());
        const isStillMissing = missing?.missingSince !== undefined && missing.process?.id === state.process?.id;
        if (isStillMissing && hasProcess(missing)) return missing;
        throw new LostRace("Another process has replaced it.");
    }

    private async command(work: (turn: Turn) => Promise<IdentityDeletionProcess>): Promise<IdentityDeletionProcess> {
        const process = await this.queues.run(this.identityKey, (turn) => retryLostRaces(() => work(turn)));
        this.onSuccess();
        return process;
    }
}
