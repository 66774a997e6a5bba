import { deferring } from "../../../../src/adapters/sqlite/deferring";

function blockFor(milliseconds: number): void {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
}

/** Whether a start that is asked for now waits for a turn of the event loop, in which timers and sockets are served. */
async function waitsForTurn(defer: (start: () => void) => void): Promise<boolean> {
    let hasTurned = false;
    setImmediate(() => (hasTurned = true));
    return await new Promise((resolve) => defer(() => resolve(hasTurned)));
}

describe(deferring.name, () => {
    test("starts in the same turn of the event loop, and lets it turn once 10 ms have passed", async () => {
        const defer = deferring();
        await expect(waitsForTurn(defer)).resolves.toBe(false);

        blockFor(11);
        await expect(waitsForTurn(defer)).resolves.toBe(true);
        await expect(waitsForTurn(defer)).resolves.toBe(false);
    });
});
