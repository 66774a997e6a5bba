import { observers, type LifecycleEvent } from "../../../src/observability";

describe(observers.name, () => {
    test("tells each of everything, whatever another throws", () => {
        const told: string[] = [];
        const failing = {
            observe() {
                throw new Error("no");
            }
        };
        const event: LifecycleEvent = { type: "unreadableRecord", key: "0000000000abcdefghijklmnop" };
        const both = observers({ observe: () => told.push("first") }, failing, { observe: () => told.push("last") });
        both.observe(event);
        expect(told).toStrictEqual(["first", "last"]);
    });
});
