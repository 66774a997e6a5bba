/** SQLite is synchronous: after this long the event loop turns, and the host's timers and requests with it. */
const maxTurnInMs = 10;

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
