import { IdentityDeletionProcessController } from "../IdentityDeletionProcessController";
import { IdentityDeletionProcessDTO, toDTO } from "../IdentityDeletionProcessDTO";
import { RunningCalls } from "../RunningCalls";
import { UseCase } from "./UseCase";

export class CancelIdentityDeletionProcessUseCase extends UseCase<IdentityDeletionProcessDTO> {
    public constructor(
        calls: RunningCalls,
        private readonly controller: IdentityDeletionProcessController
    ) {
        super(calls);
    }

    protected async run(): Promise<IdentityDeletionProcessDTO> {
        return toDTO(await this.controller.cancel());
    }
}
