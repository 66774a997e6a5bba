import { getEventListeners } from "node:events";
import { checkedRetry, retryDelayInMs, wait, within } from "../../../src/domain/retry";

describe(retryDelayInMs.name, () => {
    const delays = { firstDelayInMs: 100, maxDelayInMs: 1_000 };

    test.each([
        [1, 0, 100],
        [2, 0, 200],
        [3, 0, 400],
        [4, 0, 800],
        [5, 0, 1_000],
        [5, 0.5, 750],
        [1, 1, 50],
        [1, 0.999, 51],
        [1_000_000, 0, 1_000]
    ])("after attempt %p, with the random number %p, it is %p ms", (attempt, random, delay) => {
        expect(retryDelayInMs(attempt, delays, random)).toBe(delay);
    });

    test("is no delay where none is wanted, however often it failed", () => {
        expect(retryDelayInMs(1_000_000, { firstDelayInMs: 0, maxDelayInMs: 0 }, 0)).toBe(0);
    });
});

describe(checkedRetry.name, () => {
    const defaults = { attempts: 4, firstDelayInMs: 200, maxDelayInMs: 5_000 };
    const check = (given: unknown): unknown =>
        checkedRetry("retry", given as object, defaults, { min: 0, max: 10_000 });

    test.each([
        [undefined, defaults],
        [{}, defaults],
        [{ attempts: undefined }, defaults],
        [{ attempts: 1 }, { ...defaults, attempts: 1 }],
        [{ maxDelayInMs: 300 }, { ...defaults, maxDelayInMs: 300 }],
        [{ firstDelayInMs: 7_000 }, { attempts: 4, firstDelayInMs: 7_000, maxDelayInMs: 7_000 }]
    ])("takes %p, and the defaults for the rest", (given, retry) => {
        expect(check(given)).toStrictEqual(retry);
    });

    test.each([
        [null, "The option retry must be an object; it is null."],
        [{ attempts: 0 }, "The option retry.attempts must be a whole number from 1 to 1,000,000; it is 0."],
        [{ attempt: 3 }, 'There is no option "retry.attempt". Did you mean "retry.attempts"?'],
        [
            { firstDelayInMs: 0.5 },
            "The option retry.firstDelayInMs must be a whole number from 0 to 10,000; it is 0.5."
        ],
        [{ maxDelayInMs: 100 }, "The option retry.maxDelayInMs must be a whole number from 200 to 10,000; it is 100."],
        [
            { maxDelayInMs: 10_001 },
            "The option retry.maxDelayInMs must be a whole number from 200 to 10,000; it is 10001."
        ]
    ])("refuses %p", (given, message) => {
        expect(() => check(given)).toThrow(message);
    });
});

describe(wait.name, () => {
    const never = 2_147_483_647;

    test("ends after the delay", async () => {
        await expect(wait(1, new AbortController().signal)).resolves.toBeUndefined();
        await expect(wait(0)).resolves.toBeUndefined();
    });

    test("ends no earlier than after the delay", async () => {
        const begin = performance.now();
        await wait(20);
        // Node's timers may be early by a part of a millisecond.
        expect(performance.now() - begin).toBeGreaterThan(19);
    });

    test("leaves nothing behind at a signal that lives on", async () => {
        const { signal } = new AbortController();
        const waiting = wait(1, signal);
        expect(getEventListeners(signal, "abort")).toHaveLength(1);
        await waiting;
        expect(getEventListeners(signal, "abort")).toEqual([]);
    });

    test("ends at once when it is aborted, before or meanwhile", async () => {
        const abort = new AbortController();
        const waiting = wait(never, abort.signal);
        abort.abort();
        await expect(waiting).resolves.toBeUndefined();
        await expect(wait(never, abort.signal)).resolves.toBeUndefined();
    });
});

describe(within.name, () => {
    beforeEach(() => void jest.useFakeTimers());

    afterEach(() => void jest.useRealTimers());

    test("answers as the work does, and leaves no timer", async () => {
        await expect(within(10, Promise.resolve("done"), () => new Error("late"))).resolves.toBe("done");
        await expect(within(10, Promise.reject(new Error("broken")), () => new Error("late"))).rejects.toThrow(
            "broken"
        );
        expect(jest.getTimerCount()).toBe(0);
    });

    test("rejects at the timeout, and not before", async () => {
        let isOver = false;
        const call = within(10, new Promise(() => undefined), () => new Error("late")).finally(() => (isOver = true));
        const rejects = expect(call).rejects.toThrow("late");
        await jest.advanceTimersByTimeAsync(9);
        expect(isOver).toBe(false);
        await jest.advanceTimersByTimeAsync(1);
        await rejects;
    });
});
