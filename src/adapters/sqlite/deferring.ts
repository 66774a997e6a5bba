/**
 * Within the same turn of the event loop, but for every sixteenth time: the driver is synchronous, and who writes again and
 * again, as a lifecycle with much to do, would otherwise keep the host's timers and sockets waiting until the end.
 */
export function deferring(): (start: () => void) => void {
    let count = 0;
    return (start) => {
        if (++count % 16 === 0) setImmediate(start);
        else process.nextTick(start);
    };
}
