import { IdentityDeletionProcessDTO, toDTO } from "../IdentityDeletionProcessDTO";
import { ProcessReader } from "../ProcessReader";
import { RunningCalls } from "../RunningCalls";
import { UseCase } from "./UseCase";

export class GetIdentityDeletionProcessesUseCase extends UseCase<IdentityDeletionProcessDTO[]> {
    public constructor(
        calls: RunningCalls,
        private readonly repository: ProcessReader
    ) {
        super(calls);
    }

    protected async run(): Promise<IdentityDeletionProcessDTO[]> {
        const processes = await this.repository.list();
        return processes.map(toDTO);
    }
}
