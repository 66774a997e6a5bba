import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";

/** The process that keeps an Identity from starting another. */
export interface SlotHolder {
    readonly process: IdentityDeletionProcess;
}

/** What can be asked about one Identity's processes. */
export interface ProcessReader {
    /** Never `undefined` where it cannot be known. */
    findSlotHolder(): Promise<SlotHolder | undefined>;

    /** That process of this Identity. */
    findById(id: string): Promise<IdentityDeletionProcess | undefined>;

    /** All, oldest first. */
    list(): Promise<IdentityDeletionProcess[]>;
}
