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
 * What app code calls, for one Identity. Get it from `module.forIdentity(…).identityDeletionProcesses`.
 *
 * No method ever rejects or throws, whatever it is given and whatever breaks below: look at `isSuccess` or `isError`
 * before you read `value` or `error`, and compare `error.code` with `ErrorCode`. Every method may also answer
 * `storeUnavailable`, `storeIsCorrupt` or `unknown`. Calls may run concurrently, on any number of devices and machines
 * that share the store.
 *
 * A method may be taken off: `const { cancelIdentityDeletionProcess } = …`, or as a handler, `onClick={…}`. Those without
 * a request ignore what they are called with; an event is no request, and a method with one answers `invalidPropertyValue`.
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
     * Starts the deletion of the Identity: the new process is `Active` and durable when this resolves. Of concurrent
     * calls for one Identity, exactly one succeeds.
     *
     * Errors: `invalidPropertyValue`, `activeIdentityDeletionProcessAlreadyExists` (one is active or deleting),
     * `identityIsDeleted`; with a Backbone also `noActiveIdentityDeletionProcess`: it was started, its answer was lost, and
     * another device has cancelled it before this one has found that out.
     */
    public initiateIdentityDeletionProcess(
        request?: InitiateIdentityDeletionProcessRequest
    ): Promise<DeletionResult<InitiatedIdentityDeletionProcessDTO>> {
        return this.initiateUseCase.execute(request);
    }

    /**
     * Takes the deletion back: the process is `Cancelled`, durably, when this resolves, and the Identity is not deleted
     * because of it. Possible until the last millisecond before `gracePeriodEndsAt`. Of concurrent calls, one succeeds.
     *
     * Errors: `noActiveIdentityDeletionProcess`, `gracePeriodHasExpired`.
     */
    public cancelIdentityDeletionProcess(): Promise<DeletionResult<IdentityDeletionProcessDTO>> {
        return this.cancelUseCase.execute();
    }

    /**
     * The active process; also at and after its end, for as long as the deletion has not begun. Writes nothing.
     *
     * Errors: `noActiveIdentityDeletionProcess`.
     */
    public getActiveIdentityDeletionProcess(): Promise<DeletionResult<IdentityDeletionProcessDTO>> {
        return this.getActiveUseCase.execute();
    }

    /**
     * One process of this Identity, in whatever status. Writes nothing.
     *
     * Errors: `invalidPropertyValue`, `recordNotFound` (also for the id of another Identity's process).
     */
    public getIdentityDeletionProcess(
        request: GetIdentityDeletionProcessRequest
    ): Promise<DeletionResult<IdentityDeletionProcessDTO>> {
        return this.getUseCase.execute(request);
    }

    /** All processes of this Identity, oldest first; none: an empty array. Writes nothing. */
    public getIdentityDeletionProcesses(): Promise<DeletionResult<IdentityDeletionProcessDTO[]>> {
        return this.getAllUseCase.execute();
    }
}
