import { ignoreErrors } from "../../application/ignoreErrors";
import {
    anything,
    callback,
    checkOptions,
    objectWith,
    optional,
    optionThat,
    wholeNumber,
    type OptionCheck
} from "../../domain/options";
import { checkedRetry, maxTimerInMs, retryDelayInMs } from "../../domain/retry";
import { DeleterPlan } from "../deletion/DeleterPlan";
import { ReminderSchedule } from "../reminders/ReminderSchedule";
import { LifecycleOptions } from "./LifecycleOptions";
import { LifecycleSettings } from "./LifecycleSettings";
import { systemTimer, Timer } from "./Timer";

export interface CheckedLifecycleOptions {
    readonly settings: LifecycleSettings;
    readonly timer: Timer;
    readonly random: () => number;
    readonly concurrency: number;
    readonly timeoutInMs: number;
    readonly maxPollIntervalInMs: number;
}

const minute = 60_000;
const hour = 60 * minute;
/** A hundred years: what is added to a date must lead to one. */
const maxPeriodInMs = 100 * 365 * 24 * hour;
const maxReminderInDays = 36_525;
const maxReminders = 20;
const defaultRetry = { attempts: 12, firstDelayInMs: minute, maxDelayInMs: 6 * hour };

export function checkedLifecycleOptions(options: LifecycleOptions): CheckedLifecycleOptions {
    checkOptions<LifecycleOptions>("The options of Lifecycle", options, {
        deleters: optionThat("be an array of deleters", Array.isArray),
        retiredDeleters: optional(optionThat("be an array of names", isStrings)),
        notifier: checkNotifier,
        remindersInDaysBeforeEnd: optional(checkReminders),
        finalNoticeTimeoutInMs: optional(wholeNumber(0, maxPeriodInMs)),
        leaseInMs: optional(wholeNumber(2, maxTimerInMs)),
        timeoutInMs: optional(wholeNumber(1, maxTimerInMs)),
        retry: anything,
        concurrency: optional(wholeNumber(1, 1_000)),
        maxPollIntervalInMs: optional(wholeNumber(1, maxTimerInMs)),
        worker: optional(optionThat("be 1 to 100 printable ASCII characters", isWorkerName)),
        observer: optional(objectWith("observe")),
        onError: optional(callback),
        timer: optional(objectWith("after")),
        random: optional(callback)
    });
    const { leaseInMs = 10 * minute, finalNoticeTimeoutInMs = 24 * hour, timer = systemTimer } = options;
    const { timeoutInMs = Math.floor(leaseInMs / 2), maxPollIntervalInMs = minute, concurrency = 32 } = options;
    if (timeoutInMs >= leaseInMs) throw new RangeError("The option timeoutInMs must be less than leaseInMs.");
    const { observer, onError, random = Math.random } = options;
    const notifier = options.notifier === "none" ? undefined : options.notifier;
    const reminders = notifier === undefined ? [] : (options.remindersInDaysBeforeEnd ?? [12, 10, 5]);
    const retry = checkedRetry("retry", options.retry, defaultRetry, { min: 1, max: maxPeriodInMs });
    const settings: LifecycleSettings = {
        plan: new DeleterPlan(options.deleters, options.retiredDeleters),
        schedule: new ReminderSchedule(reminders),
        notifier,
        finalNoticeTimeoutInMs,
        leaseInMs,
        retry,
        delayInMs: (attempt) => retryDelayInMs(attempt, retry, random()),
        worker: options.worker ?? `worker-${Math.floor(random() * 2 ** 48).toString(36)}`,
        observe: (event) => ignoreErrors(() => observer?.observe(event)),
        report: (error, origin) => ignoreErrors(() => onError?.(error, origin))
    };
    return { settings, timer, random, concurrency, timeoutInMs, maxPollIntervalInMs };
}

const notifierCheck = objectWith("remind", "notifyOfDeletion");

function checkNotifier(value: unknown, name: string): void {
    if (value === "none") return;
    if (typeof value === "object" && value !== null) return notifierCheck(value, name);
    throw new TypeError(`The option ${name} must be an object, or "none" to notify no one.`);
}

const daysCheck: OptionCheck = optionThat(
    `be an array of days above 0 and at most ${maxReminderInDays}`,
    (value) =>
        Array.isArray(value) &&
        value.every((days) => Number.isFinite(days) && (days as number) > 0 && (days as number) <= maxReminderInDays)
);

function checkReminders(value: unknown, name: string): void {
    daysCheck(value, name);
    const days = value as number[];
    if (days.length > maxReminders) throw new RangeError(`There must be at most ${maxReminders} reminders.`);
    if (new Set(days).size < days.length) throw new RangeError("Two reminders are due at the same time.");
}

function isWorkerName(value: unknown): boolean {
    return typeof value === "string" && /^[\x20-\x7e]{1,100}$/.test(value);
}

function isStrings(value: unknown): boolean {
    return Array.isArray(value) && value.every((each) => typeof each === "string");
}
