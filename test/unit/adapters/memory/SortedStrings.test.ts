import fc from "fast-check";
import { SortedStrings } from "../../../../src/adapters/memory/SortedStrings";

const anyString = fc.string({ maxLength: 2 });
const manyStrings = fc.uniqueArray(anyString, { maxLength: 30 });

function sortedFrom(strings: readonly string[]): SortedStrings {
    const sorted = new SortedStrings();
    for (const string of strings) sorted.replace(undefined, string);
    return sorted;
}

describe(SortedStrings.name, () => {
    test("returns those behind a string and up to another, in the order of their code units, up to a limit", () => {
        const limits = fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 5 }));
        fc.assert(
            fc.property(manyStrings, anyString, anyString, limits, (strings, after, last, limit) => {
                const expected = [...strings].sort().filter((one) => one > after && one <= last);
                expect(sortedFrom(strings).page(after, last, limit)).toEqual(expected.slice(0, limit));
            })
        );
    });

    test("keeps those that are left, whatever goes", () => {
        fc.assert(
            fc.property(manyStrings, fc.func(fc.boolean()), (strings, goes) => {
                const sorted = sortedFrom(strings);
                for (const one of strings) if (goes(one)) sorted.replace(one, undefined);
                const left = strings.filter((one) => !goes(one)).sort();
                expect(sorted.page("", "\uffff", Infinity)).toEqual(left.filter((one) => one !== ""));
            })
        );
    });
});
