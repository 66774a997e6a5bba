import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessDTO, toDTO } from "../IdentityDeletionProcessDTO";
import { ProcessCommands } from "../ProcessCommands";
import { RunningCalls } from "../RunningCalls";
import { UseCase } from "./UseCase";

export class CancelIdentityDeletionProcessUseCase extends UseCase<IdentityDeletionProcess> {
    public constructor(
        calls: RunningCalls,
        private readonly controller: ProcessCommands
    ) {
        super(calls);
    }

    protected run(): Promise<IdentityDeletionProcess> {
        return this.controller.cancel();
    }

    protected show(process: IdentityDeletionProcess): IdentityDeletionProcessDTO {
        return toDTO(process);
    }
}
