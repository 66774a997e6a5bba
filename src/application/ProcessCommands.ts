import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";

export interface ProcessCommands {
    /** Durable, with all dates and the device. The length is finite or absent, not yet checked against any policy. */
    initiate(lengthOfGracePeriodInDays?: number): Promise<IdentityDeletionProcess>;

    cancel(): Promise<IdentityDeletionProcess>;
}
