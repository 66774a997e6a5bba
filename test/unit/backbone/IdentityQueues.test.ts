import { IdentityQueues, type Turn } from "../../../src/backbone/IdentityQueues";

describe(IdentityQueues.name, () => {
    test("runs the calls of one Identity one after the other, also after one that failed, and those of others at once", async () => {
        const queues = new IdentityQueues();
        const order: string[] = [];
        let goOn = (): void => undefined;
        const first = queues.run("alice", async () => {
            await new Promise<void>((resolve) => (goOn = resolve));
            order.push("first");
            throw new Error("It failed.");
        });
        const second = queues.run("alice", async () => order.push("second"));
        await queues.run("bob", async () => order.push("bob"));
        goOn();
        await expect(first).rejects.toThrow("It failed.");
        await second;
        expect(order).toEqual(["bob", "first", "second"]);
    });

    test("counts a call as up to date only by what was asked after it was made", async () => {
        const queues = new IdentityQueues();
        const wasInformed: boolean[] = [];
        const ask = async (turn: Turn): Promise<void> => {
            wasInformed.push(turn.isUpToDate);
            turn.beginUpdate()();
        };
        await Promise.all([queues.run("alice", ask), queues.run("alice", ask)]);
        await queues.run("alice", ask);
        expect(wasInformed).toEqual([false, true, false]);
    });
});
