import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus } from "../domain/IdentityDeletionProcessStatus";

/** An IdentityDeletionProcess as app code sees it. Dates are ISO 8601, UTC, with milliseconds: `2026-11-23T10:00:00.000Z`. */
export interface IdentityDeletionProcessDTO {
    id: string;
    /** Old data may have `WaitingForApproval`, `Rejected` or an unknown one. Its `Approved` is shown as `Active`. */
    status: IdentityDeletionProcessStatus;
    createdAt?: string;
    createdByDevice?: string;
    /** From this millisecond on it can no longer be cancelled. A cancelled process keeps it. */
    gracePeriodEndsAt?: string;
    cancelledAt?: string;
    cancelledByDevice?: string;
}

/** Of a process that has just begun, all this is known. */
export type InitiatedIdentityDeletionProcessDTO = IdentityDeletionProcessDTO &
    Required<Pick<IdentityDeletionProcessDTO, "createdAt" | "createdByDevice" | "gracePeriodEndsAt">>;

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
