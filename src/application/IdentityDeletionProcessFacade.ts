import { DeletionResult } from "./DeletionResult";
import { IdentityDeletionProcessDTO, InitiatedIdentityDeletionProcessDTO } from "./IdentityDeletionProcessDTO";
import { CancelIdentityDeletionProcessUseCase } from "./useCases/CancelIdentityDeletionProcess";
import { GetActiveIdentityDeletionProcessUseCase } from "./useCases/GetActiveIdentityDeletionProcess";
import {
    GetIdentityDeletionProcessRequest,
    GetIdentityDeletionProcessUseCase
} from "./useCases/GetIdentityDeletionProcess";
import { GetIdentityDeletionProcessesUseCase } from "./useCases/GetIdentityDeletionProcesses";
import {
    InitiateIdentityDeletionProcessRequest,
    InitiateIdentityDeletionProcessUseCase
} from "./useCases/InitiateIdentityDeletionProcess";

/**
 * What app code calls, for one Identity: `module.forIdentity(…).identityDeletionProcesses`. No method ever rejects or
 * throws: look at `isSuccess` before `value`, and compare `error.code` with `ErrorCode`. Each may also answer
 * `storeUnavailable`, `storeIsCorrupt` or `unknown`. Those that get write nothing. Calls may run on many machines at once.
 *
 * Methods are bound: `onClick={cancelIdentityDeletionProcess}` works. Those without a request ignore what they are called
 * with; to the others an event is no request (`invalidPropertyValue`).
 */
export class IdentityDeletionProcessFacade {
    public constructor(
        private readonly initiateUseCase: InitiateIdentityDeletionProcessUseCase,
        private readonly cancelUseCase: CancelIdentityDeletionProcessUseCase,
        private readonly getActiveUseCase: GetActiveIdentityDeletionProcessUseCase,
        private readonly getUseCase: GetIdentityDeletionProcessUseCase,
        private readonly getAllUseCase: GetIdentityDeletionProcessesUseCase
    ) {
        this.initiateIdentityDeletionProcess = this.initiateIdentityDeletionProcess.bind(this);
        this.cancelIdentityDeletionProcess = this.cancelIdentityDeletionProcess.bind(this);
        this.getActiveIdentityDeletionProcess = this.getActiveIdentityDeletionProcess.bind(this);
        this.getIdentityDeletionProcess = this.getIdentityDeletionProcess.bind(this);
        this.getIdentityDeletionProcesses = this.getIdentityDeletionProcesses.bind(this);
    }

    /**
     * The new process is `Active` and durable when this resolves. Of concurrent calls, exactly one succeeds. Errors:
     * `invalidPropertyValue`, `activeIdentityDeletionProcessAlreadyExists` (one is active or deleting), `identityIsDeleted`;
     * with a Backbone also `noActiveIdentityDeletionProcess`: its answer was lost, and another device has cancelled since.
     */
    public initiateIdentityDeletionProcess(
        request?: InitiateIdentityDeletionProcessRequest
    ): Promise<DeletionResult<InitiatedIdentityDeletionProcessDTO>> {
        return this.initiateUseCase.execute(request);
    }

    /**
     * Possible until the last millisecond before `gracePeriodEndsAt`; durable when this resolves. Of concurrent calls, one
     * succeeds. Errors: `noActiveIdentityDeletionProcess`, `gracePeriodHasExpired`.
     */
    public cancelIdentityDeletionProcess(): Promise<DeletionResult<IdentityDeletionProcessDTO>> {
        return this.cancelUseCase.execute();
    }

    /** Also after its end, as long as the deletion has not begun. Errors: `noActiveIdentityDeletionProcess`. */
    public getActiveIdentityDeletionProcess(): Promise<DeletionResult<IdentityDeletionProcessDTO>> {
        return this.getActiveUseCase.execute();
    }

    /** In whatever status. Errors: `invalidPropertyValue`, `recordNotFound` (also for another Identity's process). */
    public getIdentityDeletionProcess(
        request: GetIdentityDeletionProcessRequest
    ): Promise<DeletionResult<IdentityDeletionProcessDTO>> {
        return this.getUseCase.execute(request);
    }

    /** Oldest first; an empty array where there are none. */
    public getIdentityDeletionProcesses(): Promise<DeletionResult<IdentityDeletionProcessDTO[]>> {
        return this.getAllUseCase.execute();
    }
}
