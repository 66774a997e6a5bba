import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";

/** The state changes of one Identity's processes, with any authority. */
export interface ProcessCommands {
    /**
     * The new process, durable, with when and by which device it was created and when its grace period ends. Throws `activeIdentityDeletionProcessAlreadyExists`, `identityIsDeleted` or
     * `invalidPropertyValue`. The length is a finite number or absent, not yet checked against any policy.
     */
    initiate(lengthOfGracePeriodInDays?: number): Promise<IdentityDeletionProcess>;

    /** The cancelled process, durable. Throws `noActiveIdentityDeletionProcess` or `gracePeriodHasExpired`. */
    cancel(): Promise<IdentityDeletionProcess>;
}
