import { DateTime } from "luxon";
import { IdentityDeletionError } from "../IdentityDeletionError";
import { IdentityDeletionProcess } from "../IdentityDeletionProcess";
import { isOpenElsewhere, ProcessRecord, slotHolderAmong } from "../record/ProcessRecord";
import { Decision } from "./Decision";

export function cancel(
    records: readonly ProcessRecord[],
    { now, deviceId }: { readonly now: DateTime; readonly deviceId: string }
): Decision<IdentityDeletionProcess> {
    if (records.some(isOpenElsewhere)) throw IdentityDeletionError.authorityHasChanged();
    const before = slotHolderAmong(records);
    if (before?.process === undefined) throw IdentityDeletionError.noActiveProcess();
    const process = before.process.cancel(now, deviceId);
    return { writes: [{ kind: "update", before, after: { ...before, process, dueAt: null } }], value: process };
}
