// What every benchmark here needs: medians, pairs of measurements taken in turn, and lines that say aim and figure.
import { performance } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";

export function median(values) {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Microseconds for each of `count` runs of `work`, which may return a promise. A turn of the event loop at its end is counted:
 * native drivers free there what `work` has left, and whoever is measured next would pay for it.
 */
export async function microsecondsEach(count, work) {
    const start = performance.now();
    for (let index = 0; index < count; index++) await work(index);
    await setImmediate();
    return ((performance.now() - start) * 1000) / count;
}

/**
 * Measures two things in turn, `rounds` times, so that a machine whose speed drifts slows both, and returns the medians
 * and the median of the ratios first/second of each round.
 */
export async function inTurn(rounds, measureFirst, measureSecond) {
    const first = [];
    const second = [];
    for (let round = 0; round < rounds; round++) {
        // Who goes first changes, so that neither always finds the other's caches.
        if (round % 2 === 0) first.push(await measureFirst(round));
        second.push(await measureSecond(round));
        if (round % 2 === 1) first.push(await measureFirst(round));
    }
    return {
        first: median(first),
        second: median(second),
        ratio: median(first.map((value, round) => value / second[round]))
    };
}

/** One line of a report. `aim` is the largest figure that is still good. */
export function figure(name, value, unit, aim, details = {}) {
    return { name, value, unit, aim, met: aim === undefined ? undefined : value <= aim, ...details };
}

/** The same where `aim` is the smallest figure that is still good. */
export function atLeast(name, value, unit, aim, details = {}) {
    return { name, value, unit, aim, met: aim === undefined ? undefined : value >= aim, smallest: true, ...details };
}
