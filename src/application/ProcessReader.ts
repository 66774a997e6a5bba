import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";

export interface SlotHolder {
    readonly process: IdentityDeletionProcess;
}

export interface ProcessReader {
    /** Rejects where it cannot be known, rather than answer `undefined`. */
    findSlotHolder(): Promise<SlotHolder | undefined>;

    findById(id: string): Promise<IdentityDeletionProcess | undefined>;

    list(): Promise<IdentityDeletionProcess[]>;
}
