import { IdentityDeletionProcessDTO, toDTO } from "../application/IdentityDeletionProcessDTO";
import { IdentityDeletionProcessRepository } from "../application/IdentityDeletionProcessRepository";
import { RunningCalls } from "../application/RunningCalls";
import { UseCase } from "../application/useCases/UseCase";
import { IdentityDeletionError } from "../domain/IdentityDeletionError";
import { IdentityDeletionProcess, isProcessId } from "../domain/IdentityDeletionProcess";
import { IdentityQueues } from "./IdentityQueues";
import { outcomeIsNotKnownYet, processIsInDoubt } from "./errors";
import { Reconciler } from "./Reconciler";

/** Always asks the Backbone. With an event, the process that it names must be there then. */
export class SynchronizeUseCase extends UseCase<
    IdentityDeletionProcess | undefined,
    IdentityDeletionProcessDTO | undefined
> {
    public constructor(
        calls: RunningCalls,
        private readonly identityKey: string,
        private readonly queues: IdentityQueues,
        private readonly repository: IdentityDeletionProcessRepository,
        private readonly reconciler: Reconciler
    ) {
        super(calls);
    }

    protected run(event: unknown = {}): Promise<IdentityDeletionProcess | undefined> {
        const deletionProcessId = idFrom(event);
        return this.queues.run(this.identityKey, async (turn) => {
            const { process, isInDoubt, isMissing } = await this.reconciler.settle(turn);
            if (deletionProcessId !== undefined && (await this.repository.find(deletionProcessId)) === undefined) {
                throw IdentityDeletionError.recordNotFound();
            }
            if (isMissing) throw processIsInDoubt();
            if (process === undefined && isInDoubt) throw outcomeIsNotKnownYet();
            return process;
        });
    }

    protected show(process: IdentityDeletionProcess | undefined): IdentityDeletionProcessDTO | undefined {
        return process && toDTO(process);
    }
}

function idFrom(event: unknown): string | undefined {
    const id = (event as { deletionProcessId?: unknown } | null)?.deletionProcessId;
    if (id === undefined) return undefined;
    if (isProcessId(id)) return id;
    throw IdentityDeletionError.invalidPropertyValue("deletionProcessId must be IDP and 17 letters or digits.");
}
