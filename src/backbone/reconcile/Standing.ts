import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";

/** Where an Identity stands, as far as the Backbone was just asked. */
export interface Standing {
    /** The process that is active or deleting, or may be. */
    readonly process: IdentityDeletionProcess | undefined;
    /** The Backbone does not show that process any more, and its absence cannot be believed yet. */
    readonly isMissing: boolean;
    /** A command may still be on its way: that there is no process, or that this one is still active, may change by itself. */
    readonly isInDoubt: boolean;
    /** Whoever may still be about to settle: a command in doubt that nobody has given up yet. */
    readonly isInFlight: boolean;
}
