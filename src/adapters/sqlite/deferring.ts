/** SQLite is synchronous: after this long the host's timers and requests get their turn. */
const maxTurnInMs = 10;

/** In the same turn of the event loop while it is short. */
export function deferring(): (start: () => void) => void {
    let turnBegan = performance.now();
    return (start) => {
        if (performance.now() - turnBegan < maxTurnInMs) process.nextTick(start);
        else
            setImmediate(() => {
                turnBegan = performance.now();
                start();
            });
    };
}
