import { RetryOptions } from "../../domain/retry";
import { Deleter } from "./Deleter";
import { LifecycleErrorOrigin, LifecycleObserver } from "./LifecycleObserver";
import { Notifier } from "./Notifier";
import { Timer } from "./Timer";

/** What a host gives the lifecycle. */
export interface LifecycleOptions {
    /** At least one. A duplicate name, an unknown dependency and a cycle are refused. */
    deleters: readonly Deleter[];
    /**
     * Names of deleters that there once were and that need not run any more, also where a deletion under way was begun with
     * them. Any other that such a deletion was begun with is waited for: without this list a deployment that has lost a
     * deleter would leave data behind.
     */
    retiredDeleters?: readonly string[];
    /** Who tells the person; `"none"`: nobody is reminded, and nobody told at the end. */
    notifier: Notifier | "none";
    /**
     * When to remind, in days of 86,400,000 ms before the end of the grace period; fractions allowed, at most 20. One that
     * would be due at or before the creation is skipped; after a pause only the latest due is sent. Default: 12, 10 and 5.
     */
    remindersInDaysBeforeEnd?: readonly number[];
    /** For how long the final notice is tried, from when the last deleter is done. Default: 24 hours. */
    finalNoticeTimeoutInMs?: number;
    /**
     * For how long a worker that takes up a process keeps others from it, if it is not heard of. Renewed at every checkpoint.
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
    /** How many Identities are worked on side by side in one `runDue`. Default: 4. */
    concurrency?: number;
    /**
     * How long the in-process runner waits at most before it looks again, whatever it knows to be due: others may have
     * written to the store, the machine may have slept, its clock may have been set. Default: one minute.
     */
    maxPollIntervalInMs?: number;
    /** Who works, for operators who look at the store: written into leases. Default: a random name. */
    worker?: string;
    /** Told of everything that happens, without personal data. */
    observer?: LifecycleObserver;
    /** Gets what deleters and the notifier throw, as it is: it may name the person. What it throws itself is ignored. */
    onError?: (error: unknown, origin: LifecycleErrorOrigin) => void;
    /** Default: the timers of the platform. */
    timer?: Timer;
    /** At least 0 and below 1. Default: `Math.random`. For simulations that must come out the same each time. */
    random?: () => number;
}
