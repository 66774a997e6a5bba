/** In the same turn of the event loop, but every sixteenth time in a later one: the host's timers must not wait. */
export function deferring(): (start: () => void) => void {
    let count = 0;
    return (start) => {
        if (++count % 16 === 0) setImmediate(start);
        else process.nextTick(start);
    };
}
