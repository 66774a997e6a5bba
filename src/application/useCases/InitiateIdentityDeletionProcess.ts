import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { InitiatedIdentityDeletionProcessDTO, toDTO } from "../IdentityDeletionProcessDTO";
import { ProcessCommands } from "../ProcessCommands";
import { RunningCalls } from "../RunningCalls";
import { validateInitiateRequest } from "../../domain/validation/compiledValidators";
import { validateRequest } from "../../domain/validation/validateRequest";
import { UseCase } from "./UseCase";

export interface InitiateIdentityDeletionProcessRequest {
    /** In days of 86,400,000 ms, fractions allowed, within the host's policy. Absent: the policy's default (14). */
    lengthOfGracePeriodInDays?: number;
}

export class InitiateIdentityDeletionProcessUseCase extends UseCase<
    IdentityDeletionProcess,
    InitiatedIdentityDeletionProcessDTO
> {
    public constructor(
        calls: RunningCalls,
        private readonly controller: ProcessCommands
    ) {
        super(calls);
    }

    protected run(request: unknown): Promise<IdentityDeletionProcess> {
        if (request === undefined) return this.controller.initiate();
        const { lengthOfGracePeriodInDays } = validateRequest<InitiateIdentityDeletionProcessRequest>(
            validateInitiateRequest,
            ["lengthOfGracePeriodInDays"],
            request
        );
        return this.controller.initiate(lengthOfGracePeriodInDays);
    }

    protected show(process: IdentityDeletionProcess): InitiatedIdentityDeletionProcessDTO {
        // `ProcessCommands` guarantees them.
        return toDTO(process) as InitiatedIdentityDeletionProcessDTO;
    }
}
