import { parkDeletion } from "../decisions/parkDeletion";
import { releaseDeletion } from "../decisions/postponeDeletion";
import { DueProcess } from "../queue/DueProcess";
import { Dependencies } from "../options/LifecycleSettings";
import { Run } from "../run/Run";

export async function park(
    due: DueProcess,
    run: Run,
    why: Parameters<typeof parkDeletion>[1],
    observe: Dependencies["observe"]
): Promise<void> {
    await due.write(parkDeletion(due.record, why, run.in(0)));
    run.tally.parked++;
    const deleters = (why.failures ?? []).flatMap(({ deleter }) => (deleter === undefined ? [] : [deleter]));
    observe({ type: "parked", processId: due.process.id, deleters, attempts: why.attempts });
}

/** The lifecycle is being stopped: the next worker goes on. Always false, as this worker does not. */
export async function release(due: DueProcess, run: Run, observe: Dependencies["observe"]): Promise<false> {
    await due.write(releaseDeletion(due.record, run.in(0)));
    run.tally.interrupted++;
    observe({ type: "interrupted", processId: due.process.id, errorName: "Stopped" });
    return false;
}
