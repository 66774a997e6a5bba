import { Stopping } from "./Stopping";
import { longestTimerInMs, Timer } from "./Timer";

/** What calls that were told to end need at most, a second, and as long again for a store that is slow to answer. */
const lastWaitInMs = 2_000;

/** Asks what runs to end, tells it at the limit, and waits no longer than the last wait after that. */
export async function stopRunning(
    running: ReadonlyMap<Promise<unknown>, Stopping>,
    limitInMs: number,
    timer: Timer
): Promise<void> {
    const stoppings = [...running.values()];
    for (const stopping of stoppings) stopping.ask();
    let callOff = (): void => undefined;
    const isOver = new Promise<void>((resolve) => {
        callOff = timer.after(Math.min(Math.max(limitInMs, 0), longestTimerInMs), () => {
            for (const stopping of stoppings) stopping.force();
            callOff = timer.after(lastWaitInMs, resolve);
        });
    });
    await Promise.race([Promise.allSettled(running.keys()), isOver]);
    callOff();
}

/** Throws a `RangeError` for what is no number. */
export function requireStopLimit(limitInMs: unknown): void {
    if (typeof limitInMs === "number" && !Number.isNaN(limitInMs)) return;
    throw new RangeError("limitInMs must be a number of milliseconds.");
}
