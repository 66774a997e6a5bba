import { LockRetry } from "../../../../src/adapters/sqlite/LockRetry";

const locked = Object.assign(new Error("database is locked"), { code: "SQLITE_BUSY" });
const full = Object.assign(new Error("database is full"), { code: "SQLITE_FULL" });

/** Throws these, one at each attempt, and then gives "done"; `attempts` are counted. */
function operationThat(...failures: Error[]): { (): string; attempts: number } {
    const operation = Object.assign(
        () => {
            const failure = failures[operation.attempts++];
            if (failure !== undefined) throw failure;
            return "done";
        },
        { attempts: 0 }
    );
    return operation;
}

describe(LockRetry.name, () => {
    test.each(["read", "write"] as const)("passes on at once what is no lock (%s)", async (kind) => {
        const operation = operationThat(full);
        await expect(new LockRetry(10_000)[kind](operation)).rejects.toBe(full);
        expect(operation.attempts).toBe(1);
    });

    test.each(["read", "write"] as const)("tries again until the lock is gone (%s)", async (kind) => {
        const operation = operationThat(locked, locked, locked);
        await expect(new LockRetry(10_000)[kind](operation)).resolves.toBe("done");
        expect(operation.attempts).toBe(4);
    });

    test("ends the waiting with what is no lock, and lets the next in line go on", async () => {
        const lockRetry = new LockRetry(10_000);
        const [fails, follows] = [operationThat(locked, full), operationThat()];
        const [first, second] = [lockRetry.write(fails), lockRetry.write(follows)];
        await expect(first).rejects.toBe(full);
        await expect(second).resolves.toBe("done");
        expect([fails.attempts, follows.attempts]).toEqual([2, 1]);
    });

    test("says unavailable when its time is over, to all who stood in line as long, without asking again", async () => {
        const lockRetry = new LockRetry(0);
        const operations = [operationThat(locked, locked), operationThat(locked)];
        const answers = await Promise.allSettled(operations.map((operation) => lockRetry.write(operation)));
        const refusal = { status: "rejected", reason: { kind: "unavailable", cause: locked } };
        expect(answers).toMatchObject([refusal, refusal]);
        expect(operations.map(({ attempts }) => attempts)).toEqual([1, 0]);
    });

    test("lets a read pass those who wait to write", async () => {
        const lockRetry = new LockRetry(10_000);
        const waiting = lockRetry.write(operationThat(locked));
        const reading = operationThat();
        const order: string[] = [];
        await Promise.all([
            waiting.then(() => order.push("write")),
            lockRetry.read(reading).then(() => order.push("read"))
        ]);
        expect(order).toEqual(["read", "write"]);
    });
});
