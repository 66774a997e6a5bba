import { timestampOf } from "../domain/Timestamp";
import { HeldProcess } from "./HeldProcess";
import { Surroundings } from "./LifecycleSettings";
import { LifecycleState, parkedDueAt } from "./LifecycleState";
import { Run } from "./Run";

/** Nothing more is tried until an operator says `retry`. `state` says why. */
export async function park(
    held: HeldProcess,
    run: Run,
    state: Partial<LifecycleState> & Pick<LifecycleState, "attempts">,
    observe: Surroundings["observe"]
): Promise<void> {
    await held.write({
        state: { ...state, worker: undefined, parkedAt: timestampOf(run.present) },
        dueAt: parkedDueAt
    });
    run.tally.parked++;
    const deleters = (state.failures ?? []).flatMap(({ deleter }) => (deleter === undefined ? [] : [deleter]));
    observe({ type: "parked", processId: held.process.id, deleters, attempts: state.attempts });
}
