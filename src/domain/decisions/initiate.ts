import { DateTime } from "luxon";
import { IdentityDeletionError } from "../IdentityDeletionError";
import { IdentityDeletionProcess } from "../IdentityDeletionProcess";
import { IdentityDeletionProcessStatus } from "../IdentityDeletionProcessStatus";
import { emptyRecord, isOpenElsewhere, ProcessRecord, slotHolderAmong } from "../record/ProcessRecord";
import { earliestTimestamp } from "../record/columns";
import { Timestamp } from "../Timestamp";
import { Decision } from "./Decision";

export interface NewProcess {
    readonly processId: string;
    readonly recordKey: string;
    readonly identityKey: string;
    readonly address: string;
    readonly deviceId: string;
    readonly now: DateTime;
    /** Allowed by the policy. */
    readonly lengthOfGracePeriodInDays: number;
}

export function initiate(
    records: readonly ProcessRecord[],
    request: NewProcess,
    firstDueDate: (process: IdentityDeletionProcess) => Timestamp | null = firstDueDateOf
): Decision<IdentityDeletionProcess> {
    const { recordKey, identityKey, address } = request;
    if (records.some(isOpenElsewhere)) throw IdentityDeletionError.authorityHasChanged();
    const status = slotHolderAmong(records)?.process?.status;
    if (status === IdentityDeletionProcessStatus.Deleted) throw IdentityDeletionError.identityIsDeleted();
    if (status !== undefined) throw IdentityDeletionError.activeProcessAlreadyExists();

    const process = IdentityDeletionProcess.initiate(
        request.processId,
        request.now,
        request.deviceId,
        request.lengthOfGracePeriodInDays
    );
    const after = { ...emptyRecord(recordKey, identityKey, address), process, dueAt: firstDueDate(process) };
    return { writes: [{ kind: "insert", after }], value: process };
}

/** An active process is due at once: a lifecycle elsewhere then plans its reminders. */
export function firstDueDateOf({ status, properties }: IdentityDeletionProcess): Timestamp | null {
    const { createdAt, gracePeriodEndsAt } = properties;
    if (status === IdentityDeletionProcessStatus.Deleting) return gracePeriodEndsAt ?? createdAt ?? earliestTimestamp;
    if (status !== IdentityDeletionProcessStatus.Active || gracePeriodEndsAt === undefined) return null;
    return createdAt ?? gracePeriodEndsAt;
}
