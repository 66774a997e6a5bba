import { RunSummary } from "../operators/LifecycleReports";

/** Where it has the usual form. Never the message, which may name the person. */
type ErrorName = string;

interface OfProcess {
    readonly processId: string;
}

interface Failed extends OfProcess {
    readonly errorName: ErrorName;
    readonly durationInMs: number;
    /** It had not settled by its timeout, whether or not it has followed the signal. */
    readonly hasTimedOut: boolean;
}

/** No event holds personal data: no address, no device, no message of an error. */
export type LifecycleEvent =
    /** A process that was created without a lifecycle got its next date. */
    | (OfProcess & { readonly type: "planned" })
    | (OfProcess & { readonly type: "reminderSent"; readonly daysBeforeEnd: number; readonly durationInMs: number })
    | (Failed & { readonly type: "reminderFailed"; readonly daysBeforeEnd: number; readonly nextAttemptInMs: number })
    /** Active → Deleting. `lagInMs` is how long after the end of the grace period. */
    | (OfProcess & { readonly type: "claimed"; readonly lagInMs: number })
    /** Begun again: after a failure, or because the lease of its worker has expired. */
    | (OfProcess & { readonly type: "resumed"; readonly attempt: number; readonly leaseHadExpired: boolean })
    | (OfProcess & { readonly type: "deleterFinished"; readonly deleter: string; readonly durationInMs: number })
    | (Failed & { readonly type: "deleterFailed"; readonly deleter: string })
    | (OfProcess & { readonly type: "retryPlanned"; readonly attempt: number; readonly nextAttemptInMs: number })
    /** Waits for an operator's `retry`. */
    | (OfProcess & { readonly type: "parked"; readonly deleters: readonly string[]; readonly attempts: number })
    | (OfProcess & { readonly type: "unparked" })
    | (OfProcess & { readonly type: "finalNoticeSent"; readonly durationInMs: number })
    | (Failed & { readonly type: "finalNoticeFailed"; readonly nextAttemptInMs: number })
    | (OfProcess & { readonly type: "finalNoticeGivenUp" })
    /** The tombstone is written. `lagInMs` is how long after the end of the grace period, where that is known. */
    | (OfProcess & { readonly type: "deleted"; readonly lagInMs: number | undefined })
    /** Another changed the record first: the person cancelled, or another worker was faster. */
    | (OfProcess & { readonly type: "lostRace" })
    /** The store failed, or the lifecycle was stopped: it goes on when the lease ends. */
    | (OfProcess & { readonly type: "interrupted"; readonly errorName: ErrorName })
    /** The Identity's other records could not be removed, or the tombstone not be written. It is tried again. */
    | (OfProcess & { readonly type: "completionFailed"; readonly errorName: ErrorName })
    /** Of a due record, which is skipped; once in a process. `key` holds no personal data, unless the store is damaged. */
    | { readonly type: "unreadableRecord"; readonly key: string }
    /** One `runDue`. `oldestLagInMs`: how long the oldest of what was found had been due; 0 where there was nothing. */
    | {
          readonly type: "runFinished";
          readonly summary: RunSummary;
          readonly durationInMs: number;
          readonly oldestLagInMs: number;
      }
    | { readonly type: "runFailed"; readonly errorName: ErrorName; readonly nextAttemptInMs: number };

/** For logs, metrics and traces. What it throws is ignored. */
export interface LifecycleObserver {
    observe(event: LifecycleEvent): void;
}

export interface LifecycleErrorOrigin {
    readonly processId: string;
    /** `undefined`: the notifier, or the store while the deletion was being completed. */
    readonly deleter: string | undefined;
}
