import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessDTO, toDTO } from "../IdentityDeletionProcessDTO";
import { ProcessReader } from "../ProcessReader";
import { RunningCalls } from "../RunningCalls";
import { UseCase } from "./UseCase";

export class GetIdentityDeletionProcessesUseCase extends UseCase<
    IdentityDeletionProcess[],
    IdentityDeletionProcessDTO[]
> {
    public constructor(
        calls: RunningCalls,
        private readonly repository: ProcessReader
    ) {
        super(calls);
    }

    protected run(): Promise<IdentityDeletionProcess[]> {
        return this.repository.list();
    }

    protected show(processes: IdentityDeletionProcess[]): IdentityDeletionProcessDTO[] {
        return processes.map(toDTO);
    }
}
