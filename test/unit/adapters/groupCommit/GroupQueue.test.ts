import { GroupQueue } from "../../../../src/adapters/groupCommit/GroupQueue";

/** Runs groups one at a time; `finish` ends the one that is running. */
function queueOf(slowAfterInMs?: number): {
    queue: GroupQueue<string, string>;
    groups: string[][];
    finish: () => void;
} {
    const groups: string[][] = [];
    const ends: (() => void)[] = [];
    const queue = new GroupQueue<string, string>(
        async (calls) => {
            groups.push(calls.map(({ work }) => work));
            await new Promise<void>((resolve) => ends.push(resolve));
            for (const { work, resolve } of calls) resolve(`${work} is done`);
        },
        { keyOf: ([key]) => key, defer: (start) => process.nextTick(start), slowAfterInMs }
    );
    return { queue, groups, finish: () => ends.shift()!() };
}

const aTurn = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

describe(GroupQueue.name, () => {
    test("begins a call that is alone in the same turn of the event loop", async () => {
        const { queue, groups, finish } = queueOf();
        const answer = queue.run("a");
        await new Promise(process.nextTick);
        expect(groups).toEqual([["a"]]);
        finish();
        await expect(answer).resolves.toBe("a is done");
    });

    test("runs together what waits at the same moment, and then what came while that was running", async () => {
        const { queue, groups, finish } = queueOf();
        const first = ["a", "b"].map((work) => queue.run(work));
        await aTurn();
        const second = ["c", "d"].map((work) => queue.run(work));
        await aTurn();
        expect(groups).toEqual([["a", "b"]]);
        finish();
        await Promise.all(first);
        await aTurn();
        finish();
        await expect(Promise.all(second)).resolves.toEqual(["c is done", "d is done"]);
        expect(groups).toEqual([
            ["a", "b"],
            ["c", "d"]
        ]);
    });

    test("never has two calls of one key in a group, and keeps their order", async () => {
        const { queue, groups, finish } = queueOf();
        const answers = ["a1", "b1", "a2", "a3"].map((work) => queue.run(work));
        for (let group = 0; group < 3; group++) {
            await aTurn();
            finish();
        }
        await Promise.all(answers);
        expect(groups).toEqual([["a1", "b1"], ["a2"], ["a3"]]);
    });

    test("does not have others wait for a group that is slow", async () => {
        const { queue, groups, finish } = queueOf(0);
        const slow = queue.run("a");
        await aTurn();
        const other = queue.run("b");
        while (groups.length < 2) await aTurn();
        finish();
        finish();
        await expect(Promise.all([slow, other])).resolves.toEqual(["a is done", "b is done"]);
    });

    test("answers all calls of a group that throws", async () => {
        const failure = new Error("The disk is full.");
        const queue = new GroupQueue<string, void>(async () => await Promise.reject(failure), {
            defer: (start) => process.nextTick(start)
        });
        const answers = await Promise.allSettled(["a", "b"].map((work) => queue.run(work)));
        expect(answers).toEqual([1, 2].map(() => ({ status: "rejected", reason: failure })));
    });
});
