import * as fc from "fast-check";
import type { Fault } from "../../support/lifecycle/UnreliablePort";
import { type Behaviour, LifecycleHistory, type Step } from "../../support/lifecycle/LifecycleHistory";

const who = fc.integer({ min: 0, max: 3 });
const days = fc.oneof(fc.constantFrom(0.5, 1, 5, 10, 12, 14), fc.double({ min: 0.001, max: 20, noNaN: true }));
const run = fc.record({
    kind: fc.constant("run" as const),
    workers: fc.shuffledSubarray([0, 1, 2], { minLength: 1 }),
    cancels: fc.option(who, { nil: undefined, freq: 1 }).map((each) => (each === undefined ? [] : [each])),
    faults: fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.constantFrom<Fault>("before", "after")), {
        maxLength: 2
    }),
    diesAt: fc.option(fc.integer({ min: 0, max: 15 }), { nil: undefined, freq: 4 })
});
const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("initiate" as const), who, days }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("cancel" as const), who }) },
    {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constant("pass" as const), days: fc.constantFrom(0.001, 0.01, 1, 2, 5) })
    },
    { weight: 5, arbitrary: run }
);
const behaviours = fc.array(fc.constantFrom<Behaviour>("works", "works", "fails", "worksLate"), {
    maxLength: 60
});

describe("Whatever people do, deleters fail, stores fail and workers die", () => {
    test("nobody is deleted early, or after they cancelled, or not at all, and no tombstone names anybody", async () => {
        await fc.assert(
            fc.asyncProperty(
                fc.array(step, { maxLength: 40, size: "max" }),
                behaviours,
                fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
                async (steps, behaves, randoms) => {
                    const history = new LifecycleHistory(behaves, () => randoms.next().value as number);
                    await history.live(steps);
                    await history.check();
                }
            ),
            { numRuns: 150, interruptAfterTimeLimit: 20_000 }
        );
    }, 60_000);
});
