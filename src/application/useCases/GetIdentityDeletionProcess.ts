import { IdentityDeletionError } from "../../domain/IdentityDeletionError";
import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessDTO, toDTO } from "../IdentityDeletionProcessDTO";
import { ProcessReader } from "../ProcessReader";
import { RunningCalls } from "../RunningCalls";
import { validateGetRequest } from "../../domain/validation/compiledValidators";
import { validateRequest } from "../../domain/validation/validateRequest";
import { UseCase } from "./UseCase";

export interface GetIdentityDeletionProcessRequest {
    /** `IDP` and 17 letters or digits. */
    id: string;
}

export class GetIdentityDeletionProcessUseCase extends UseCase<IdentityDeletionProcess | undefined> {
    public constructor(
        calls: RunningCalls,
        private readonly repository: ProcessReader
    ) {
        super(calls);
    }

    protected run(request: unknown): Promise<IdentityDeletionProcess | undefined> {
        const { id } = validateRequest<GetIdentityDeletionProcessRequest>(validateGetRequest, ["id"], request);
        return this.repository.findById(id);
    }

    protected show(process: IdentityDeletionProcess | undefined): IdentityDeletionProcessDTO {
        if (process === undefined) throw IdentityDeletionError.recordNotFound();
        return toDTO(process);
    }
}
