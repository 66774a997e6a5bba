/**
 * - `Active`: until the owner cancels before the end of the grace period, or the lifecycle begins the deletion after it.
 * - `Deleting`: the deletion has begun. Only the lifecycle leaves it, and only to `Deleted`.
 * - `Cancelled`, `Deleted`: final.
 * - `WaitingForApproval`, `Rejected`: from old data; kept and shown, never written anew, never active.
 */
export const IdentityDeletionProcessStatus = {
    Active: "Active",
    Cancelled: "Cancelled",
    Deleting: "Deleting",
    Deleted: "Deleted",
    WaitingForApproval: "WaitingForApproval",
    Rejected: "Rejected"
} as const;

/** Any other non-empty string is kept and shown, and is not active. */
export type IdentityDeletionProcessStatus =
    (typeof IdentityDeletionProcessStatus)[keyof typeof IdentityDeletionProcessStatus] | (string & {});

/** Of Backbones and databases older than version 7. */
const olderNameOfActive = "Approved";

/** Whatever reads a status from outside goes through here. */
export function readStatus(status: string): IdentityDeletionProcessStatus {
    return status === olderNameOfActive ? IdentityDeletionProcessStatus.Active : status;
}

export function isOpen(status: IdentityDeletionProcessStatus): boolean {
    return status === IdentityDeletionProcessStatus.Active || status === IdentityDeletionProcessStatus.Deleting;
}

export function keepsTheSlot(status: IdentityDeletionProcessStatus): boolean {
    return isOpen(status) || status === IdentityDeletionProcessStatus.Deleted;
}
