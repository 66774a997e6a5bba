import { RetryOptions } from "../../domain/retry";
import { Deleter } from "./Deleter";
import { LifecycleErrorOrigin, LifecycleObserver } from "./LifecycleObserver";
import { Notifier } from "./Notifier";
import { Timer } from "./Timer";

export interface LifecycleOptions {
    /** At least one. A duplicate name, an unknown dependency and a cycle are refused. */
    deleters: readonly Deleter[];
    /** Former deleters that deletions no longer wait for. They wait for all others that they were begun with. */
    retiredDeleters?: readonly string[];
    /** `"none"`: no one is reminded or notified. */
    notifier: Notifier | "none";
    /**
     * In days of 86,400,000 ms; fractions allowed, at most 20. One that would be due at or before the creation is skipped;
     * after a pause only the latest due is sent. Default: 12, 10 and 5.
     */
    remindersInDaysBeforeEnd?: readonly number[];
    /** From when the last deleter is done. Default: 24 hours. */
    finalNoticeTimeoutInMs?: number;
    /** For how long a worker has a process; renewed at checkpoints. Workers' clocks must agree closely. Default: ten minutes. */
    leaseInMs?: number;
    /** For one call of a deleter or the notifier; shorter than the lease. Default: half of the lease. */
    timeoutInMs?: number;
    /** Attempts without any deleter done until a deletion is parked. Default: 12, delays of one minute to six hours. */
    retry?: RetryOptions;
    /** Deleters and notifier's calls that one `runDue` runs at a time. Their writes share transactions. Default: 32. */
    concurrency?: number;
    /** How long `start` waits at most: others may write to the store, the machine may sleep. Default: one minute. */
    maxPollIntervalInMs?: number;
    /** This worker's name, written into leases for operators. Default: a random name. */
    worker?: string;
    observer?: LifecycleObserver;
    /** Gets what deleters and the notifier throw, unchanged: it may name the person. What it throws itself is ignored. */
    onError?: (error: unknown, origin: LifecycleErrorOrigin) => void;
    /** Default: the timers of the platform. */
    timer?: Timer;
    /** At least 0 and below 1, for simulations that can be repeated. Default: `Math.random`. */
    random?: () => number;
}
