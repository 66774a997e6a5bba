import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";

/** Where an Identity stands, as far as the Backbone was just asked. */
export interface Standing {
    /** The process that is active or deleting. */
    readonly process: IdentityDeletionProcess | undefined;
    /** A command may still be on its way: that there is no process, or that this one is still active, may change by itself. */
    readonly isInDoubt: boolean;
    /** Whoever may still be about to settle: a command in doubt that nobody has given up yet. */
    readonly isInFlight: boolean;
}
