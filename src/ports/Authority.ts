import { IdentityContext } from "../domain/IdentityContext";
import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";

/**
 * Who decides about a process on the spot, asking nobody: whoever has to ask is a `RemoteAuthority`. What it answers is
 * stored as it is.
 *
 * An implementation throws an `IdentityDeletionError` with the code that the caller is to see, for example
 * `invalidPropertyValue` for a length that it does not allow. It stores nothing and publishes nothing.
 */
export interface Authority {
    /**
     * Decides about a new process: its id, its dates, its device. It need not know whether another one is open; the
     * store's unique slot decides that. `lengthOfGracePeriodInDays` is a finite number or absent, not yet checked
     * against any policy.
     */
    initiate(identity: IdentityContext, lengthOfGracePeriodInDays?: number): IdentityDeletionProcess;

    /**
     * The same process, cancelled now by the Identity's device. Throws `gracePeriodHasExpired` or
     * `noActiveIdentityDeletionProcess` where it must not be. May be called again for the same process after a lost race.
     */
    cancel(identity: IdentityContext, process: IdentityDeletionProcess): IdentityDeletionProcess;
}
