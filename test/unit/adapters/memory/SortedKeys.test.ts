import * as fc from "fast-check";
import { SortedKeys } from "../../../../src/adapters/memory/SortedKeys";

/** What is done to the keys, one step after the other. */
const steps = fc.array(
    fc.record({
        step: fc.constantFrom("add", "remove", "ask"),
        key: fc.string({ maxLength: 2 }),
        limit: fc.integer({ min: 1, max: 5 })
    })
);

describe(SortedKeys.name, () => {
    test("gives the keys behind any other, in the order of their code units, whatever was done before", () => {
        fc.assert(
            fc.property(steps, (done) => {
                const all = new Set<string>();
                const keys = new SortedKeys(() => all);
                for (const { step, key, limit } of done) {
                    if (step === "add" && !all.has(key)) {
                        all.add(key);
                        keys.add(key);
                    } else if (step === "remove" && all.delete(key)) keys.remove(key);
                    else {
                        const sorted = [...all].sort();
                        expect(keys.behind(undefined, limit)).toEqual(sorted.slice(0, limit));
                        expect(keys.behind(key, limit)).toEqual(sorted.filter((one) => one > key).slice(0, limit));
                    }
                }
            })
        );
    });

    test("asks for all keys once, and not before the first is wanted", () => {
        const all = jest.fn(() => ["b", "a"]);
        const keys = new SortedKeys(all);
        keys.add("c");
        expect(all).not.toHaveBeenCalled();

        expect([keys.behind(undefined, 9), keys.behind("a", 9)]).toEqual([["a", "b"], ["b"]]);
        expect(all).toHaveBeenCalledTimes(1);
    });
});
