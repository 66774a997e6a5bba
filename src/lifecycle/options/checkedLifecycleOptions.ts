import { quietly } from "../../application/quietly";
import { Backoff } from "./Backoff";
import { DeleterPlan } from "../deletion/DeleterPlan";
import { LifecycleOptions, RetryOptions } from "./LifecycleOptions";
import { LifecycleSettings } from "./LifecycleSettings";
import { Notifier } from "./Notifier";
import { ReminderSchedule } from "../reminders/ReminderSchedule";
import { longestTimerInMs, systemTimer, Timer } from "./Timer";

export interface CheckedLifecycleOptions {
    readonly settings: LifecycleSettings;
    readonly timer: Timer;
    readonly random: () => number;
    readonly concurrency: number;
    readonly deadlineInMs: number;
    readonly longestPauseBetweenRunsInMs: number;
}

const knownOptions: readonly string[] = [
    "deleters",
    "retiredDeleters",
    "notifier",
    "remindersInDaysBeforeEnd",
    "finalNoticeIsGivenUpAfterInMs",
    "leaseInMs",
    "deadlineInMs",
    "retry",
    "concurrency",
    "longestPauseBetweenRunsInMs",
    "worker",
    "observer",
    "onError",
    "timer",
    "random"
] satisfies (keyof LifecycleOptions)[];

const knownRetryOptions: readonly string[] = [
    "firstPauseInMs",
    "longestPauseInMs",
    "attempts"
] satisfies (keyof RetryOptions)[];

const minute = 60_000;
const hour = 60 * minute;
/** A hundred years: what is added to a date must lead to one. */
const longestPeriodInMs = 100 * 365 * 24 * hour;
const longestReminderInDays = 36_525;
const mostReminders = 20;

/** Wrong wiring shows at once, in words that say what to do. Throws a `TypeError` or a `RangeError`. */
export function checkedLifecycleOptions(options: LifecycleOptions): CheckedLifecycleOptions {
    requireObject("The options of Lifecycle", options);
    requireKnown("", options, knownOptions);
    const { deleters, retiredDeleters = [], timer = systemTimer, random = Math.random } = options;
    if (!Array.isArray(deleters)) throw new TypeError("The option deleters must be an array.");
    if (!isTexts(retiredDeleters)) throw new TypeError("The option retiredDeleters must be an array of names.");
    const { leaseInMs = 10 * minute, finalNoticeIsGivenUpAfterInMs = 24 * hour } = options;
    requireWhole("leaseInMs", leaseInMs, 2, longestTimerInMs);
    const { deadlineInMs = Math.floor(leaseInMs / 2), longestPauseBetweenRunsInMs = minute, concurrency = 4 } = options;
    requireWhole("deadlineInMs", deadlineInMs, 1, longestTimerInMs);
    if (deadlineInMs >= leaseInMs) throw new RangeError("The option deadlineInMs must be less than leaseInMs.");
    requireWhole("finalNoticeIsGivenUpAfterInMs", finalNoticeIsGivenUpAfterInMs, 0, longestPeriodInMs);
    requireWhole("longestPauseBetweenRunsInMs", longestPauseBetweenRunsInMs, 1, longestTimerInMs);
    requireWhole("concurrency", concurrency, 1, 1_000);
    const retry = checkedRetry(options.retry ?? {});
    requireMethod("timer", timer, "after");
    if (typeof random !== "function") throw new TypeError("The option random must be a function.");
    const notifier = checkedNotifier(options.notifier);
    const reminders = checkedReminders(options.remindersInDaysBeforeEnd ?? [12, 10, 5]);
    const settings: LifecycleSettings = {
        plan: new DeleterPlan(deleters, retiredDeleters),
        schedule: new ReminderSchedule(notifier === undefined ? [] : reminders),
        notifier,
        finalNoticeTimeoutInMs: finalNoticeIsGivenUpAfterInMs,
        leaseInMs,
        maxAttempts: retry.attempts,
        backoff: new Backoff(retry, random),
        worker: checkedWorker(options.worker ?? `worker-${Math.floor(random() * 2 ** 48).toString(36)}`),
        ...listeners(options)
    };
    return { settings, timer, random, concurrency, deadlineInMs, longestPauseBetweenRunsInMs };
}

function checkedRetry(retry: RetryOptions): Required<RetryOptions> {
    requireObject("The option retry", retry);
    requireKnown("retry.", retry, knownRetryOptions);
    const { firstPauseInMs = minute, longestPauseInMs = Math.max(6 * hour, firstPauseInMs), attempts = 12 } = retry;
    requireWhole("retry.firstPauseInMs", firstPauseInMs, 1, longestPeriodInMs);
    requireWhole("retry.longestPauseInMs", longestPauseInMs, firstPauseInMs, longestPeriodInMs);
    requireWhole("retry.attempts", attempts, 1, 1_000_000);
    return { firstPauseInMs, longestPauseInMs, attempts };
}

function checkedNotifier(notifier: Notifier | "none"): Notifier | undefined {
    if (notifier === "none") return undefined;
    if (typeof notifier !== "object" || notifier === null) {
        throw new TypeError('The option notifier must be an object, or "none" where nobody is to be told.');
    }
    requireMethod("notifier", notifier, "remind");
    requireMethod("notifier", notifier, "notifyOfDeletion");
    return notifier;
}

function checkedReminders(given: unknown): readonly number[] {
    const isDays = (each: unknown): each is number =>
        typeof each === "number" && Number.isFinite(each) && each > 0 && each <= longestReminderInDays;
    const days: unknown[] | undefined = Array.isArray(given) ? given : undefined;
    if (!days?.every(isDays)) {
        throw new RangeError(
            `The option remindersInDaysBeforeEnd must be an array of days above 0 and at most ${longestReminderInDays}.`
        );
    }
    if (days.length > mostReminders) throw new RangeError(`There must be at most ${mostReminders} reminders.`);
    if (new Set(days).size < days.length) throw new RangeError("Two reminders are due at the same time.");
    return days;
}

function checkedWorker(worker: string): string {
    if (typeof worker !== "string" || !/^[\x20-\x7e]{1,100}$/.test(worker)) {
        throw new TypeError("The option worker must be 1 to 100 printable ASCII characters.");
    }
    return worker;
}

function listeners({ observer, onError }: LifecycleOptions): Pick<LifecycleSettings, "observe" | "report"> {
    if (observer !== undefined) requireMethod("observer", observer, "observe");
    if (onError !== undefined && typeof onError !== "function") {
        throw new TypeError("The option onError must be a function.");
    }
    // Whoever only listens must not stop a deletion.
    return {
        observe: (event) => quietly(() => observer?.observe(event)),
        report: (error, origin) => quietly(() => onError?.(error, origin))
    };
}

function requireObject(what: string, value: unknown): void {
    if (typeof value !== "object" || value === null) throw new TypeError(`${what} must be an object.`);
}

/** A misspelt option would otherwise be a default that nobody chose. */
function requireKnown(prefix: string, options: object, known: readonly string[]): void {
    const unknown = Object.keys(options).find((name) => !known.includes(name));
    if (unknown === undefined) return;
    throw new TypeError(`There is no option "${prefix}${unknown}"; there are: ${known.join(", ")}.`);
}

function requireWhole(option: string, value: unknown, least: number, most: number): void {
    if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return;
    throw new RangeError(`The option ${option} must be a whole number of at least ${least} and at most ${most}.`);
}

function requireMethod(option: string, value: unknown, method: string): void {
    const has = typeof (value as Partial<Record<string, unknown>> | null)?.[method] === "function";
    if (!has) throw new TypeError(`The option ${option} has no method ${method}.`);
}

function isTexts(value: unknown): boolean {
    return Array.isArray(value) && value.every((each) => typeof each === "string");
}
