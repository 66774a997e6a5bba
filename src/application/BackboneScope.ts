import { DeletionResult } from "./DeletionResult";
import { IdentityDeletionProcessDTO } from "./IdentityDeletionProcessDTO";

export interface ExternalProcessEvent {
    /** Which process it happened to. Absent: any. */
    deletionProcessId?: string;
}

/** For a host whose authority is a Backbone. No method ever rejects or throws. */
export interface BackboneScope {
    /**
     * Asks the Backbone and corrects the local copy. Publishes each change once. Call it at the start, after a time offline,
     * and whenever the person looks. The value is the active or deleting process, if any. Errors: `authorityNotReachable`,
     * `outcomeIsNotKnownYet`, `authorityHasChanged`, `identityIsDeleted`, `invalidCredentials`, `forbidden`.
     */
    synchronize(): Promise<DeletionResult<IdentityDeletionProcessDTO | undefined>>;

    /** For the Backbone's `…Started` and `…StatusChanged` events. Answers as `synchronize`, or `recordNotFound`. */
    externalEventReceived(event: ExternalProcessEvent): Promise<DeletionResult<IdentityDeletionProcessDTO | undefined>>;
}
