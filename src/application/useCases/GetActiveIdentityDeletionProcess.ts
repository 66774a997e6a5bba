import { IdentityDeletionError } from "../../domain/IdentityDeletionError";
import { IdentityDeletionProcessDTO, toDTO } from "../IdentityDeletionProcessDTO";
import { ProcessReader, SlotHolder } from "../ProcessReader";
import { RunningCalls } from "../RunningCalls";
import { UseCase } from "./UseCase";

export class GetActiveIdentityDeletionProcessUseCase extends UseCase<SlotHolder | undefined> {
    public constructor(
        calls: RunningCalls,
        private readonly repository: ProcessReader
    ) {
        super(calls);
    }

    protected run(): Promise<SlotHolder | undefined> {
        return this.repository.findSlotHolder();
    }

    protected show(holder: SlotHolder | undefined): IdentityDeletionProcessDTO {
        if (!holder?.process.isActive) throw IdentityDeletionError.noActiveProcess();
        return toDTO(holder.process);
    }
}
