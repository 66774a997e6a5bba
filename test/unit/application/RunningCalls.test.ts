import { ErrorCode } from "../../../src";
import { RunningCalls } from "../../../src/application/RunningCalls";

/** Whether it has resolved once everything that is already due has run. */
async function hasResolved(promise: Promise<void>): Promise<boolean> {
    let resolved = false;
    void promise.then(() => (resolved = true));
    await new Promise((resolve) => setImmediate(resolve));
    return resolved;
}

describe(RunningCalls.name, () => {
    test("closes at once when nothing runs", async () => {
        expect(await hasResolved(new RunningCalls().close())).toBe(true);
        const calls = new RunningCalls();
        calls.begin();
        calls.end();
        expect(await hasResolved(calls.close())).toBe(true);
    });

    test("waits for the last of the calls that run", async () => {
        const calls = new RunningCalls();
        calls.begin();
        calls.begin();
        const closing = calls.close();
        expect(await hasResolved(closing)).toBe(false);
        calls.end();
        expect(await hasResolved(closing)).toBe(false);
        calls.end();
        expect(await hasResolved(closing)).toBe(true);
    });

    test("lets everybody know who closes", async () => {
        const calls = new RunningCalls();
        calls.begin();
        const closings = [calls.close(), calls.close()];
        calls.end();
        expect(await Promise.all(closings.map(hasResolved))).toEqual([true, true]);
    });

    test("refuses calls from the moment it is closed, also while others still run", () => {
        const calls = new RunningCalls();
        calls.begin();
        void calls.close();
        expect(() => calls.begin()).toThrow(
            expect.objectContaining({ code: ErrorCode.storeUnavailable, message: "The module is closed." })
        );
        calls.end();
        expect(() => calls.begin()).toThrow("closed");
    });

    test("counts by name, and closes all names of the module together", async () => {
        const calls = new RunningCalls();
        const [reads, writes] = [calls.named("read"), calls.named("write")];
        expect(calls.named("read")).toBe(reads);
        reads.begin();
        reads.begin();
        writes.begin();
        expect(calls.running).toEqual(["read (2)", "write (1)"]);
        const closing = calls.close();
        expect(() => writes.begin()).toThrow("closed");
        for (const part of [reads, reads]) part.end();
        expect(writes.running).toEqual(["write (1)"]);
        expect(await hasResolved(closing)).toBe(false);
        writes.end();
        expect(await hasResolved(closing)).toBe(true);
        expect(calls.running).toEqual([]);
    });

    test("says of calls without a name that they are others", () => {
        const calls = new RunningCalls();
        calls.begin();
        expect(calls.running).toEqual(["other calls (1)"]);
    });

    test("does not count a call that it refused", async () => {
        const calls = new RunningCalls();
        calls.begin();
        const closing = calls.close();
        expect(() => calls.begin()).toThrow();
        calls.end();
        expect(await hasResolved(closing)).toBe(true);
    });
});
