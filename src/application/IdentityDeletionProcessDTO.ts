import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus } from "../domain/IdentityDeletionProcessStatus";

/** An IdentityDeletionProcess as app code sees it. Dates are ISO 8601, UTC, with milliseconds: `2026-11-23T10:00:00.000Z`. */
export interface IdentityDeletionProcessDTO {
    /** `IDP` and 17 letters or digits. */
    id: string;
    /**
     * `Active`, `Cancelled`, `Deleting` or `Deleted`; from old data also `WaitingForApproval`, `Rejected` or a status
     * that this release does not know. Only `Active` is active. The older name `Approved` is always shown as `Active`.
     */
    status: IdentityDeletionProcessStatus;
    createdAt?: string;
    /** The id of the Device that initiated it. */
    createdByDevice?: string;
    /** From this very millisecond on it can no longer be cancelled. A cancelled process keeps what it would have been. */
    gracePeriodEndsAt?: string;
    cancelledAt?: string;
    /** The id of the Device that cancelled it. */
    cancelledByDevice?: string;
}

/** What a successful initiate answers: of a process that has just begun, all this is known. */
export type InitiatedIdentityDeletionProcessDTO = IdentityDeletionProcessDTO &
    Required<Pick<IdentityDeletionProcessDTO, "createdAt" | "createdByDevice" | "gracePeriodEndsAt">>;

/** A new object at each call: the caller may change it. */
export function toDTO(process: IdentityDeletionProcess): IdentityDeletionProcessDTO {
    const { id, status, createdAt, createdByDevice, gracePeriodEndsAt, cancelledAt, cancelledByDevice } =
        process.properties;
    const dto: IdentityDeletionProcessDTO = { id, status };
    if (createdAt !== undefined) dto.createdAt = createdAt;
    if (createdByDevice !== undefined) dto.createdByDevice = createdByDevice;
    if (gracePeriodEndsAt !== undefined) dto.gracePeriodEndsAt = gracePeriodEndsAt;
    if (cancelledAt !== undefined) dto.cancelledAt = cancelledAt;
    if (cancelledByDevice !== undefined) dto.cancelledByDevice = cancelledByDevice;
    return dto;
}
