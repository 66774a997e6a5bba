import { IdentityDeletionProcessDTO, toDTO } from "../IdentityDeletionProcessDTO";
import { ProcessCommands } from "../ProcessCommands";
import { RunningCalls } from "../RunningCalls";
import { UseCase } from "./UseCase";

export class CancelIdentityDeletionProcessUseCase extends UseCase<IdentityDeletionProcessDTO> {
    public constructor(
        calls: RunningCalls,
        private readonly controller: ProcessCommands
    ) {
        super(calls);
    }

    protected async run(): Promise<IdentityDeletionProcessDTO> {
        return toDTO(await this.controller.cancel());
    }
}
