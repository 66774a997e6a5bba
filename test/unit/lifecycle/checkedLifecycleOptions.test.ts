import { checkedLifecycleOptions } from "../../../src/lifecycle/options/checkedLifecycleOptions";
import { deleter, RecordingNotifier } from "../../support/lifecycle/LifecycleWorld";

const deleters = [deleter("files")];

function check(options: unknown): ReturnType<typeof checkedLifecycleOptions> {
    // As a host in plain JavaScript may call it.
    return checkedLifecycleOptions(options as Parameters<typeof checkedLifecycleOptions>[0]);
}

describe(checkedLifecycleOptions.name, () => {
    test("takes the defaults where the host says nothing", () => {
        const { settings, ...rest } = check({ deleters, notifier: new RecordingNotifier() });
        expect(rest).toMatchObject({ concurrency: 32, timeoutInMs: 300_000, maxPollIntervalInMs: 60_000 });
        expect(settings).toMatchObject({
            leaseInMs: 600_000,
            finalNoticeTimeoutInMs: 86_400_000
        });
        expect(settings.retry).toStrictEqual({ attempts: 12, firstDelayInMs: 60_000, maxDelayInMs: 6 * 3_600_000 });
        expect(settings.worker).toMatch(/^worker-[0-9a-z]+$/);
    });

    test("waits at most for the longest delay, and takes at most half of it off", () => {
        const { settings } = check({
            deleters,
            notifier: "none",
            random: () => 0.999_999,
            retry: { firstDelayInMs: 100 }
        });
        expect([1, 2, 10].map((attempt) => settings.delayInMs(attempt))).toStrictEqual([51, 101, 25_601]);
        expect(settings.delayInMs(1_000_000)).toBeGreaterThanOrEqual(3 * 3_600_000);
        expect(settings.delayInMs(1_000_000)).toBeLessThanOrEqual(6 * 3_600_000);
    });

    test.each<[string, object, string]>([
        ["no notifier", { notifier: undefined }, '"none" to notify no one'],
        ["a notifier without a method", { notifier: { remind: () => {} } }, "it has no notifyOfDeletion"],
        ["no deleters", { deleters: undefined }, "deleters must be an array of deleters; it is missing"],
        ["an empty set of deleters", { deleters: [] }, "no deleters"],
        ["retired ones that are no names", { retiredDeleters: [7] }, "retiredDeleters must be"],
        ["an unknown option", { leaseInMinutes: 7 }, 'no option "leaseInMinutes". Did you mean "leaseInMs"?'],
        ["an unknown option of retry", { retry: { pause: 7 } }, 'no option "retry.pause"'],
        ["retry that is no object", { retry: 7 }, "retry must be an object"],
        ["a deadline that is not before the lease's end", { leaseInMs: 10, timeoutInMs: 10 }, "less than leaseInMs"],
        ["a lease of one millisecond", { leaseInMs: 1 }, "leaseInMs must be a whole number"],
        ["a lease that no timer can wait for", { leaseInMs: 2 ** 31 }, "leaseInMs must be a whole number"],
        ["a fraction of a millisecond", { timeoutInMs: 0.5 }, "timeoutInMs must be a whole number"],
        ["no concurrency", { concurrency: 0 }, "concurrency must be a whole number"],
        ["a negative period", { finalNoticeTimeoutInMs: -1 }, "finalNoticeTimeoutInMs"],
        ["a longest delay shorter than the first", { retry: { firstDelayInMs: 2, maxDelayInMs: 1 } }, "maxDelayInMs"],
        ["no attempts", { retry: { attempts: 0 } }, "retry.attempts"],
        ["a reminder at the end", { remindersInDaysBeforeEnd: [0] }, "days above 0"],
        ["a reminder that is no number", { remindersInDaysBeforeEnd: ["5"] }, "days above 0"],
        ["reminders that are no array", { remindersInDaysBeforeEnd: 5 }, "days above 0"],
        ["two reminders at a time", { remindersInDaysBeforeEnd: [5, 10, 5] }, "at the same time"],
        [
            "very many reminders",
            { remindersInDaysBeforeEnd: Array.from({ length: 21 }, (_, n) => n + 1) },
            "at most 20"
        ],
        ["a worker without a name", { worker: "" }, "worker must be"],
        ["a worker that no store could keep", { worker: "\ud800" }, "worker must be"],
        ["an observer that does not observe", { observer: {} }, "it has no observe"],
        ["an observer that is nothing", { observer: null }, "the method observe; it is null"],
        ["onError that is no function", { onError: {} }, "onError must be a function"],
        ["a timer that does not wait", { timer: {} }, "it has no after"],
        ["random that is no function", { random: 7 }, "random must be a function"]
    ])("refuses %s", (_, options, message) => {
        expect(() => check({ deleters, notifier: "none", ...options })).toThrow(message);
    });

    test.each([undefined, null, "options", 7])("refuses %p as options", (options) => {
        expect(() => check(options)).toThrow("The options of Lifecycle must be an object; it is ");
    });
});
