import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus } from "../../domain/IdentityDeletionProcessStatus";
import { emptyRecord, RecordWithProcess } from "../../domain/record/ProcessRecord";

/** Nothing in it names anyone. */
export function writeTombstone(record: RecordWithProcess): RecordWithProcess {
    const { key, identityKey, revision, holdsSlot, isUnsettled, authority, unlisted, process } = record;
    const empty = emptyRecord(key, identityKey, identityKey);
    const deleted = new IdentityDeletionProcess({ id: process.id, status: IdentityDeletionProcessStatus.Deleted });
    return { ...empty, revision, holdsSlot, isUnsettled, authority, unlisted, process: deleted };
}
