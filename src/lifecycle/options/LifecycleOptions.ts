import { RetryOptions } from "../../domain/retry";
import { Deleter } from "./Deleter";
import { LifecycleErrorOrigin, LifecycleObserver } from "./LifecycleObserver";
import { Notifier } from "./Notifier";
import { Timer } from "./Timer";

export interface LifecycleOptions {
    /** At least one. A duplicate name, an unknown dependency and a cycle are refused. */
    deleters: readonly Deleter[];
    /**
     * Names of former deleters that need not run any more, also for deletions that were begun with them. A deletion waits for
     * every other deleter that it was begun with: a deployment that has lost one would otherwise leave data behind.
     */
    retiredDeleters?: readonly string[];
    /** Reminds and notifies the person; `"none"`: no one is reminded or notified. */
    notifier: Notifier | "none";
    /**
     * When to remind, in days of 86,400,000 ms before the end of the grace period; fractions allowed, at most 20. One that
     * would be due at or before the creation is skipped; after a pause only the latest due is sent. Default: 12, 10 and 5.
     */
    remindersInDaysBeforeEnd?: readonly number[];
    /** For how long the final notice is tried, from when the last deleter is done. Default: 24 hours. */
    finalNoticeTimeoutInMs?: number;
    /**
     * How long a worker has a process for itself. Renewed at every checkpoint. When it expires, another worker goes on.
     * Default: ten minutes. The clocks of all workers must agree within a small part of it.
     */
    leaseInMs?: number;
    /** How long a deleter or the notifier may take; shorter than the lease. Default: half of the lease. */
    timeoutInMs?: number;
    /**
     * How often a deletion is attempted without any of its deleters getting done before it is parked for an operator, and
     * the delays between. Default: 12 attempts, one minute to six hours, which takes most of a day.
     */
    retry?: RetryOptions;
    /** How many Identities one `runDue` works on at a time. Default: 4. */
    concurrency?: number;
    /**
     * How long `start` waits at most before it looks for due work again: others may have written to the store, the machine
     * may have slept, its clock may have been set. Default: one minute.
     */
    maxPollIntervalInMs?: number;
    /** This worker's name, written into leases for operators. Default: a random name. */
    worker?: string;
    observer?: LifecycleObserver;
    /** Gets what deleters and the notifier throw, unchanged: it may name the person. What it throws itself is ignored. */
    onError?: (error: unknown, origin: LifecycleErrorOrigin) => void;
    /** Default: the timers of the platform. */
    timer?: Timer;
    /** At least 0 and below 1. Default: `Math.random`. For simulations that can be repeated. */
    random?: () => number;
}
