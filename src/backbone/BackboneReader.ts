import { IdentityDeletionProcessRepository } from "../application/IdentityDeletionProcessRepository";
import { ProcessReader } from "../application/ProcessReader";
import { ErrorCode } from "../domain/ErrorCode";
import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { ProcessRecord, slotHolderAmong } from "../domain/record/ProcessRecord";
import { Clock } from "../ports/Clock";
import { BackboneFailure } from "./client/BackboneFailure";
import { isSettled, RemoteState } from "./decisions/RemoteState";
import { IdentityQueues, Turn } from "./IdentityQueues";
import { outcomeIsNotKnownYet, processIsInDoubt } from "./errors";
import { Reconciler } from "./Reconciler";

type Found = { readonly process: IdentityDeletionProcess } | undefined;

/** Asks the Backbone only where the copy cannot know: something is unsettled, another authority's, or past its end. */
export class BackboneReader implements ProcessReader {
    public constructor(
        private readonly identityKey: string,
        private readonly queues: IdentityQueues,
        private readonly repository: IdentityDeletionProcessRepository,
        private readonly reconciler: Reconciler,
        private readonly clock: Clock
    ) {}

    /** Throws `authorityNotReachable`, `outcomeIsNotKnownYet`, `processIsInDoubt`, `authorityHasChanged`. */
    public async findSlotHolder(): Promise<Found> {
        const records = await this.repository.current();
        if (this.isReliable(records)) return holderOf(records);
        return await this.queues.run(this.identityKey, async (turn) => {
            const records = await this.repository.current();
            if (turn.isUpToDate && isSettled(records)) return holderOf(records);
            if (!turn.isUpToDate && this.isReliable(records)) return holderOf(records);
            return await this.ask(turn);
        });
    }

    public async findById(id: string): Promise<IdentityDeletionProcess | undefined> {
        return await this.repository.findById(id);
    }

    public async list(): Promise<IdentityDeletionProcess[]> {
        return await this.repository.list();
    }

    private async ask(turn: Turn): Promise<Found> {
        let state: RemoteState;
        try {
            state = await this.reconciler.settle(turn);
        } catch (error) {
            const isDeleted = error instanceof BackboneFailure && error.code === ErrorCode.identityIsDeleted;
            if (isDeleted) return holderOf(await this.repository.current());
            throw error;
        }
        const { process, isInDoubt, isMissing } = state;
        if (isMissing) throw processIsInDoubt();
        if (process === undefined && isInDoubt) throw outcomeIsNotKnownYet();
        return process === undefined ? undefined : { process };
    }

    private isReliable(records: readonly ProcessRecord[]): boolean {
        if (!isSettled(records)) return false;
        const process = holderOf(records)?.process;
        return !process?.isActive || !process.gracePeriodIsOver(this.clock.now());
    }
}

function holderOf(records: readonly ProcessRecord[]): Found {
    const process = slotHolderAmong(records)?.process;
    return process === undefined ? undefined : { process };
}
