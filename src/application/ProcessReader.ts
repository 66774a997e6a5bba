import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";

/** What can be asked about one Identity's processes. */
export interface ProcessReader {
    /** The process that keeps the Identity from starting another; never `undefined` where that cannot be known. */
    findSlotHolder(): Promise<{ readonly process: IdentityDeletionProcess } | undefined>;

    /** That process of this Identity. */
    findById(id: string): Promise<IdentityDeletionProcess | undefined>;

    /** All, oldest first. */
    list(): Promise<IdentityDeletionProcess[]>;
}
