import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus } from "../domain/IdentityDeletionProcessStatus";
import { timestampOf } from "../domain/Timestamp";
import { Deleter } from "./Deleter";
import { Farewell } from "./Farewell";
import { giveBack } from "./giveBack";
import { HeldProcess } from "./HeldProcess";
import { errorNameOf, Failure, LifecycleState, reasonOf } from "./LifecycleState";
import { Surroundings } from "./LifecycleSettings";
import { lagOf } from "./lagOf";
import { park } from "./park";
import { Run } from "./Run";

/**
 * The deletion of one Identity, from the claim to the tombstone, or as far as it gets this time.
 *
 * - _Active_, grace period over. A worker **claims** it: one compare-and-set makes it `Deleting` and gives the worker a
 *   lease. A cancellation writes the same revision: one of both wins, on every store.
 * - _Deleting, leased._ The deleters are run, each after those it depends on. Each that is done is a checkpoint, one
 *   compare-and-set that also renews the lease. One that fails holds up those that depend on it, and no other.
 * - _Deleting, waiting._ Something failed: `dueAt` is the next attempt. Or the worker was not heard of: `dueAt` is the end of
 *   its lease. Either way whoever comes next **takes it up**, with a new lease, and goes on behind the last checkpoint.
 * - _Deleting, parked._ Taken up too often without any deleter getting done. Only an operator's `retry` leads on.
 * - _Deleting, all done._ What `Farewell` does is left: the Identity's other records, the final notice, the tombstone. It is
 *   tried again and parked in the same way, but for the notice, which is given up in the end.
 *
 * An Identity that a Backbone has deleted enters with the status `Deleted`, which it keeps, and goes the same way.
 */
export class DeletionWork {
    private readonly farewell: Farewell;

    public constructor(private readonly surroundings: Surroundings) {
        this.farewell = new Farewell(surroundings);
    }

    public async carryOut(held: HeldProcess, run: Run): Promise<void> {
        if (await this.parkedBefore(held, run)) return;
        await this.takeUp(held, run);
        if (!(await this.runDeleters(held, run))) return;
        await this.farewell.carryOut(held, run);
    }

    /** Whoever takes it up counts that first: also a deleter that brings down its whole process is parked one day. */
    private async parkedBefore(held: HeldProcess, run: Run): Promise<boolean> {
        const { plan, mostAttempts, observe } = this.surroundings;
        const { attempts, done, failures, promised } = held.state;
        const hasNew = plan.names.some((name) => !promised.includes(name));
        if (hasNew || attempts < mostAttempts || plan.isComplete(promised, done)) return false;
        await park(held, run, { failures, attempts }, observe);
        return true;
    }

    private async takeUp(held: HeldProcess, run: Run): Promise<void> {
        const { plan, worker, leaseInMs, observe, publisher } = this.surroundings;
        const { process, state } = held;
        const isFirst = state.promised.length === 0;
        const leaseHadExpired = state.worker !== undefined && !isFirst;
        const lagInMs = lagOf(process, run) ?? 0;
        const claimed = process.isActive ? deleting(process) : process;
        const promised = [...new Set([...state.promised, ...plan.names])];
        // What is new in the set has not failed yet.
        const attempts = promised.length > state.promised.length ? 1 : state.attempts + 1;
        // What a reminder has left there is over.
        const fresh: Partial<LifecycleState> = isFirst ? { failures: [], reminded: undefined } : {};
        await held.write({
            process: claimed,
            state: { ...fresh, worker, attempts, promised },
            dueAt: run.in(leaseInMs)
        });
        if (isFirst) {
            run.tally.claimed++;
            observe({ type: "claimed", processId: process.id, lagInMs });
        } else {
            observe({ type: "resumed", processId: process.id, attempt: attempts, leaseHadExpired });
        }
        if (claimed !== process) publisher.statusChanged({ address: held.address }, claimed);
    }

    /** Whether all are done; if not, it is written when it goes on. */
    private async runDeleters(held: HeldProcess, run: Run): Promise<boolean> {
        const { plan, leaseInMs, observe } = this.surroundings;
        const failures: Failure[] = [];
        for (;;) {
            const failed = failures.map(({ deleter }) => deleter!);
            const deleter = plan.next(held.state.done, failed);
            if (deleter === undefined) break;
            if (run.stopping.isAsked) return await giveBack(held, run, observe);
            // A failed one has used up some of the lease.
            if (failures.length > 0) await held.write({ state: { failures }, dueAt: run.in(leaseInMs) });
            const failure = await this.runDeleter(deleter, held, run);
            if (failure === "abandoned") return false;
            if (failure !== undefined && run.stopping.isAsked) return await giveBack(held, run, observe);
            if (failure !== undefined) failures.push(failure);
        }
        for (const name of plan.missing(held.state.promised, held.state.done)) failures.push(this.missing(held, name));
        if (failures.length === 0) return true;
        await this.postpone(held, run, failures);
        return false;
    }

    private async runDeleter(
        deleter: Deleter,
        held: HeldProcess,
        run: Run
    ): Promise<Failure | "abandoned" | undefined> {
        const { calls, observe, plan, leaseInMs } = this.surroundings;
        const { name } = deleter;
        const processId = held.process.id;
        const attempt = Math.max(1, held.state.attempts);
        const fencing = held.record.revision;
        const outcome = await calls.call(`${held.record.key}:deleter:${name}`, run.stopping, (signal) =>
            deleter.deleteIdentityData(held.address, { processId, signal, fencing, attempt })
        );
        const { durationInMs } = outcome;
        if (outcome.kind === "abandoned") {
            run.tally.interrupted++;
            observe({ type: "interrupted", processId, errorName: "Stopped" });
            return "abandoned";
        }
        if (outcome.kind === "failed") {
            const { error, hasTimedOut } = outcome;
            const event = { processId, durationInMs, hasTimedOut, errorName: errorNameOf(error) };
            observe({ ...event, type: "deleterFailed", deleter: name });
            this.surroundings.report(error, { processId, deleter: name });
            return { deleter: name, reason: reasonOf(error) };
        }
        const done = [...held.state.done, name];
        const failures = held.state.failures.filter(({ deleter }) => deleter !== name);
        const isComplete = plan.isComplete(held.state.promised, done);
        const allDoneAt = isComplete ? (held.state.allDoneAt ?? timestampOf(run.present)) : undefined;
        await held.write({ state: { done, failures, attempts: 0, allDoneAt }, dueAt: run.in(leaseInMs) });
        observe({ type: "deleterFinished", processId, deleter: name, durationInMs });
        return undefined;
    }

    private missing({ process }: HeldProcess, name: string): Failure {
        const event = { processId: process.id, durationInMs: 0, hasTimedOut: false, errorName: "NotRegistered" };
        this.surroundings.observe({ ...event, type: "deleterFailed", deleter: name });
        return { deleter: name, reason: "The deletion was begun with it, and it is not registered here nor retired." };
    }

    private async postpone(held: HeldProcess, run: Run, failures: Failure[]): Promise<void> {
        const { mostAttempts, backoff, observe } = this.surroundings;
        const attempts = Math.max(1, held.state.attempts);
        if (attempts >= mostAttempts) return await park(held, run, { failures, attempts }, observe);
        const nextAttemptInMs = backoff.pauseInMs(attempts);
        await held.write({ state: { failures, attempts, worker: undefined }, dueAt: run.in(nextAttemptInMs) });
        run.tally.failed++;
        observe({ type: "retryPlanned", processId: held.process.id, attempt: attempts, nextAttemptInMs });
    }
}

function deleting({ properties }: IdentityDeletionProcess): IdentityDeletionProcess {
    return new IdentityDeletionProcess({ ...properties, status: IdentityDeletionProcessStatus.Deleting });
}
