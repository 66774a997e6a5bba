import { IdentityDeletionError } from "../../domain/IdentityDeletionError";
import { IdentityDeletionProcessDTO, toDTO } from "../IdentityDeletionProcessDTO";
import { ProcessReader } from "../ProcessReader";
import { RunningCalls } from "../RunningCalls";
import { UseCase } from "./UseCase";

export class GetActiveIdentityDeletionProcessUseCase extends UseCase<IdentityDeletionProcessDTO> {
    public constructor(
        calls: RunningCalls,
        private readonly repository: ProcessReader
    ) {
        super(calls);
    }

    protected async run(): Promise<IdentityDeletionProcessDTO> {
        const holder = await this.repository.findSlotHolder();
        if (!holder?.process.isActive) throw IdentityDeletionError.noActiveProcess();
        return toDTO(holder.process);
    }
}
