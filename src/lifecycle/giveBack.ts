import { HeldProcess } from "./HeldProcess";
import { LifecycleSettings } from "./LifecycleSettings";
import { Run } from "./Run";

/** The lifecycle is being stopped: the process is due at once, for whoever runs next, and this time counts as no attempt. */
export async function giveBack(held: HeldProcess, run: Run, observe: LifecycleSettings["observe"]): Promise<false> {
    const attempts = Math.max(0, held.state.attempts - 1);
    await held.write({ state: { worker: undefined, attempts }, dueAt: run.in(0) });
    run.tally.interrupted++;
    observe({ type: "interrupted", processId: held.process.id, errorName: "Stopped" });
    return false;
}
