import { DeletionResult } from "./DeletionResult";
import { IdentityDeletionProcessDTO } from "./IdentityDeletionProcessDTO";

/** What an event from outside says: that something happened to a process of this Identity, perhaps to which one. */
export interface ExternalProcessEvent {
    /** Absent: any. An id that the local copy shows already as the event says is no reason not to look. */
    deletionProcessId?: string;
}

/** What a host can ask for beside the facade where a Backbone decides. No method ever rejects or throws. */
export interface BackboneScope {
    /**
     * Asks the Backbone and corrects the local copy: adopts what other devices did, settles what is unsettled, publishes
     * each change once. Call it after the start, after a time without a connection, and whenever the person looks.
     *
     * The value is the active or deleting process, or `undefined` where there is none. Errors: `authorityNotReachable`,
     * `outcomeIsNotKnownYet`, `authorityHasChanged`, `identityIsDeleted`, `invalidCredentials`, `forbidden`.
     */
    synchronize(): Promise<DeletionResult<IdentityDeletionProcessDTO | undefined>>;

    /**
     * For `…Started` and `…StatusChanged` events that the Backbone sends to the host: the event is taken as a reason to
     * look, never as the truth. Answers like `synchronize`; `recordNotFound` where the event names a process that this
     * Identity does not have.
     */
    externalEventReceived(event: ExternalProcessEvent): Promise<DeletionResult<IdentityDeletionProcessDTO | undefined>>;
}
