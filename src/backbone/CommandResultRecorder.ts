import { IdentityDeletionProcessRepository } from "../application/IdentityDeletionProcessRepository";
import { isLostRace, retryLostRaces } from "../application/records/lostRaces";
import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { isOpen } from "../domain/IdentityDeletionProcessStatus";
import { ProcessRecord } from "../domain/record/ProcessRecord";
import { BackboneFailure } from "./client/BackboneFailure";
import { merge } from "./decisions/merge";
import { Answer, recordResult, recordUnseenResult } from "./decisions/recordResult";
import { Turn } from "./IdentityQueues";
import { Reconciler } from "./Reconciler";

export class CommandResultRecorder {
    public constructor(
        private readonly repository: IdentityDeletionProcessRepository,
        private readonly reconciler: Reconciler,
        private readonly newRecord: () => ProcessRecord
    ) {}

    /** `sent` is the record as the command left it. Another writer may have changed it. */
    public store(turn: Turn, sent: ProcessRecord, answer: Answer): Promise<IdentityDeletionProcess> {
        const { remote } = answer;
        // The record in doubt holds the command, and the Backbone has started another process, which waits for the slot.
        const isInstead = sent.process !== undefined && sent.process.id !== remote.id;
        if (isInstead) return this.storeUnseen(turn, sent, answer);
        return retryLostRaces(async (lostRaces) => {
            let known = sent;
            if (lostRaces > 0) {
                // Another writer has asked the Backbone in the meantime, and has seen what the command did, or not yet.
                const found = await this.repository.find(remote.id);
                if (found === undefined) return await this.storeUnseen(turn, sent, answer);
                if (found.process === undefined || sent.process === undefined || !isOpen(found.process.status)) {
                    return withAnswer(found.process, merge(sent, remote));
                }
                known = found;
            }
            const { writes, value } = recordResult(known, sent, answer);
            await this.repository.carryOut(writes);
            return value;
        });
    }

    private async storeUnseen(turn: Turn, sent: ProcessRecord, answer: Answer): Promise<IdentityDeletionProcess> {
        const { writes, value } = recordUnseenResult(await this.repository.current(), this.newRecord(), sent, answer);
        try {
            await this.repository.carryOut(writes);
            await this.reconciler.reconcile(turn);
        } catch (error) {
            // It is in the store, by this process or by another, and unsettled: the next call asks.
            if (!isLostRace(error) && !(error instanceof BackboneFailure)) throw error;
        }
        return value;
    }
}

/** The process as another has stored it, with what the Backbone tells only while it is open, such as its end. */
function withAnswer(
    stored: IdentityDeletionProcess | undefined,
    answered: IdentityDeletionProcess
): IdentityDeletionProcess {
    if (stored === undefined) return answered;
    return new IdentityDeletionProcess({ ...answered.properties, ...stored.properties });
}
