/**
 * The state of an IdentityDeletionProcess.
 *
 * - `Active`: the grace period runs, or is over and the deletion has not begun. The owner may leave it by cancelling
 *   before the grace period ends, the lifecycle by beginning the deletion at its end or after.
 * - `Cancelled`: the owner took it back. Final.
 * - `Deleting`: the deletion has begun. Only the lifecycle leaves it, and only to `Deleted`.
 * - `Deleted`: the Identity is gone. Final.
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

/** One of the known statuses, or any other non-empty string: an unknown status is kept and shown, and is not active. */
export type IdentityDeletionProcessStatus =
    (typeof IdentityDeletionProcessStatus)[keyof typeof IdentityDeletionProcessStatus] | (string & {});

/** What Backbones and databases older than version 7 call `Active` (one of the two seed texts still does). */
const olderNameOfActive = "Approved";

/** Reads a status from outside: a store, a Backbone, a migration. Whatever reads a status goes through here. */
export function readStatus(status: string): IdentityDeletionProcessStatus {
    return status === olderNameOfActive ? IdentityDeletionProcessStatus.Active : status;
}

/** Whether the process still leads to a deletion: it is active, or the deletion has begun. */
export function isOpen(status: IdentityDeletionProcessStatus): boolean {
    return status === IdentityDeletionProcessStatus.Active || status === IdentityDeletionProcessStatus.Deleting;
}

/** Whether an Identity with a process in this status may not start another. */
export function keepsTheSlot(status: IdentityDeletionProcessStatus): boolean {
    return isOpen(status) || status === IdentityDeletionProcessStatus.Deleted;
}
