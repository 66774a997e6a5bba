import { IdentityDeletionError } from "../../domain/IdentityDeletionError";
import { IdentityDeletionProcessDTO, toDTO } from "../IdentityDeletionProcessDTO";
import { ProcessReader } from "../ProcessReader";
import { RunningCalls } from "../RunningCalls";
import { validateGetRequest } from "../validation/compiledValidators";
import { validateRequest } from "../validation/validateRequest";
import { UseCase } from "./UseCase";

export interface GetIdentityDeletionProcessRequest {
    /** `IDP` and 17 letters or digits. */
    id: string;
}

export class GetIdentityDeletionProcessUseCase extends UseCase<IdentityDeletionProcessDTO> {
    public constructor(
        calls: RunningCalls,
        private readonly repository: ProcessReader
    ) {
        super(calls);
    }

    protected async run(request: unknown): Promise<IdentityDeletionProcessDTO> {
        const { id } = validateRequest<GetIdentityDeletionProcessRequest>(validateGetRequest, ["id"], request);
        const process = await this.repository.findById(id);
        if (process === undefined) throw IdentityDeletionError.recordNotFound();
        return toDTO(process);
    }
}
