import { Failure } from "../../domain/record/DeletionState";
import { Completion } from "./Completion";
import { postponeDeletion } from "../decisions/postponeDeletion";
import { finishDeleter, noteFailures } from "../decisions/recordProgress";
import { isFirstAttempt, startDeletion } from "../decisions/startDeletion";
import { Deleter } from "../options/Deleter";
import { DueProcess } from "../queue/DueProcess";
import { errorNameOf, reasonOf } from "../run/failureReasons";
import { Dependencies } from "../options/LifecycleSettings";
import { lagOf, Run } from "../run/Run";
import { Permit } from "../run/Semaphore";
import { park, release } from "./parkAndRelease";

/**
 * The deletion of one Identity, from the claim to the tombstone, or as far as it gets this time.
 *
 * - _Active_, grace period over. A worker **claims** it: one compare-and-set makes it `Deleting` and gives the worker a
 *   lease. A cancellation writes the same revision: one of both wins, on every store.
 * - _Deleting, leased._ The deleters run, each after those it depends on. Each that is done is a checkpoint, one
 *   compare-and-set that also renews the lease. One that fails delays those that depend on it, and no other.
 * - _Deleting, waiting._ Something failed: `dueAt` is the next attempt. Or the worker ended: `dueAt` is the end of
 *   its lease. Either way the next worker **starts it again**, with a new lease, after the last checkpoint.
 * - _Deleting, parked._ Started too often without any deleter getting done. It waits for an operator's `retry`.
 * - _Deleting, all done._ `Completion` follows: the Identity's other records, the final notice, the tombstone. It is tried
 *   again and parked in the same way, except for the notice, which times out.
 *
 * An Identity that a Backbone has deleted begins with the status `Deleted`, keeps it, and goes the same way.
 */
export class DeletionWork {
    private readonly completion: Completion;

    public constructor(private readonly dependencies: Dependencies) {
        this.completion = new Completion(dependencies);
    }

    /** Releases the permit as soon as no more calls of the host follow. */
    public async carryOut(due: DueProcess, run: Run, permit: Permit): Promise<void> {
        if (await this.parksAfterCrashes(due, run)) return;
        await this.start(due, run);
        if (!(await this.runDeleters(due, run, permit))) return;
        await this.completion.carryOut(due, run, permit);
    }

    private async parksAfterCrashes(due: DueProcess, run: Run): Promise<boolean> {
        const { plan, retry, observe } = this.dependencies;
        const { attempts, done, failures, required } = due.deletion;
        const hasNew = plan.names.some((name) => !required.includes(name));
        if (hasNew || attempts < retry.attempts || plan.isComplete(required, done)) return false;
        await park(due, run, { failures, attempts }, observe);
        return true;
    }

    private async start(due: DueProcess, run: Run): Promise<void> {
        const { plan, worker, leaseInMs, observe } = this.dependencies;
        const { process, deletion, record } = due;
        const isFirst = isFirstAttempt(record);
        const leaseHadExpired = deletion.worker !== undefined && !isFirst;
        const lagInMs = lagOf(process, run) ?? 0;
        await due.write(startDeletion(record, worker, plan.names, run.lease(leaseInMs)));
        if (isFirst) {
            run.tally.claimed++;
            observe({ type: "claimed", processId: process.id, lagInMs });
        } else {
            observe({ type: "resumed", processId: process.id, attempt: due.deletion.attempts, leaseHadExpired });
        }
    }

    /** Whether all are done. If not, the record says when it goes on. */
    private async runDeleters(due: DueProcess, run: Run, permit: Permit): Promise<boolean> {
        const { plan, leaseInMs, observe } = this.dependencies;
        const failures: Failure[] = [];
        for (;;) {
            const failed = failures.map(({ deleter }) => deleter!);
            const deleter = plan.next(due.deletion.done, failed);
            if (deleter === undefined) break;
            if (run.stopSignal.isRequested) return await release(due, run, observe);
            // A failed deleter has used up some of the lease.
            if (failures.length > 0) await due.write(noteFailures(due.record, failures, run.lease(leaseInMs)));
            const failure = await this.runDeleter(deleter, due, run, permit);
            if (failure === "abandoned") return false;
            if (failure !== undefined && run.stopSignal.isRequested) return await release(due, run, observe);
            if (failure !== undefined) failures.push(failure);
        }
        const missing = plan.missing(due.deletion.required, due.deletion.done);
        for (const name of missing) failures.push(this.missing(due, name));
        if (failures.length === 0) return true;
        await this.postpone(due, run, failures);
        return false;
    }

    private async runDeleter(
        deleter: Deleter,
        due: DueProcess,
        run: Run,
        permit: Permit
    ): Promise<Failure | "abandoned" | undefined> {
        const { calls, observe, plan, leaseInMs } = this.dependencies;
        const { name } = deleter;
        const processId = due.process.id;
        const attempt = Math.max(1, due.deletion.attempts);
        const fencing = due.record.revision;
        const outcome = await calls.call(`${due.record.key}:deleter:${name}`, run.stopSignal, (signal) =>
            deleter.deleteIdentityData(due.address, { processId, signal, fencing, attempt })
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
            this.dependencies.report(error, { processId, deleter: name });
            return { deleter: name, reason: reasonOf(error) };
        }
        const isLast = plan.isComplete(due.deletion.required, [...due.deletion.done, name]);
        if (isLast && !this.completion.notifies(due)) permit.release();
        await due.write(finishDeleter(due.record, name, isLast, run.lease(leaseInMs)));
        observe({ type: "deleterFinished", processId, deleter: name, durationInMs });
        return undefined;
    }

    private missing({ process }: DueProcess, name: string): Failure {
        const event = { processId: process.id, durationInMs: 0, hasTimedOut: false, errorName: "NotRegistered" };
        this.dependencies.observe({ ...event, type: "deleterFailed", deleter: name });
        return {
            deleter: name,
            reason: "The deletion was begun with it, and it is not registered here, and not retired."
        };
    }

    private async postpone(due: DueProcess, run: Run, failures: Failure[]): Promise<void> {
        const { retry, delayInMs, observe } = this.dependencies;
        const attempts = Math.max(1, due.deletion.attempts);
        if (attempts >= retry.attempts) return await park(due, run, { failures, attempts }, observe);
        const nextAttemptInMs = delayInMs(attempts);
        await due.write(postponeDeletion(due.record, failures, run.in(nextAttemptInMs)));
        run.tally.failed++;
        observe({ type: "retryPlanned", processId: due.process.id, attempt: attempts, nextAttemptInMs });
    }
}
