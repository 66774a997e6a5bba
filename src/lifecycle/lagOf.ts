import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { momentOf } from "../domain/Timestamp";
import { Run } from "./Run";

/** How long after the end of the grace period, where that is known. */
export function lagOf({ properties }: IdentityDeletionProcess, run: Run): number | undefined {
    const end = properties.gracePeriodEndsAt;
    return end === undefined ? undefined : Math.max(0, run.present.toMillis() - momentOf(end).toMillis());
}
