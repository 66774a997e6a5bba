import { describeValue, firstDifference } from "../../../src/testing/contract/firstDifference";

describe(firstDifference.name, () => {
    test.each([
        [1, 1],
        ["a", "a"],
        [null, null],
        [
            { a: 1, b: [{ c: null }] },
            { b: [{ c: null }], a: 1 }
        ],
        [Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
        [{ a: 1, b: undefined }, { a: 1 }],
        [[], []]
    ])("finds none between %j and %j", (actual, expected) => {
        expect(firstDifference(actual, expected)).toBeUndefined();
    });

    test.each([
        [1, 2, ""],
        [1, "1", ""],
        [0, false, ""],
        [null, undefined, ""],
        [null, {}, ""],
        [{}, [], ""],
        [[], {}, ""],
        [[1], [1, 2], ""],
        [[1, 2], [1, 3], "[1]"],
        [{ a: 1 }, {}, ".a"],
        [{}, { a: null }, ".a"],
        [{ a: [{ b: "x" }] }, { a: [{ b: "y" }] }, ".a[0].b"]
    ])("between %j and %j finds the one at '%s..'", (actual, expected, path) => {
        expect(firstDifference(actual, expected)).toMatchObject({ path });
    });
});

describe(describeValue.name, () => {
    test.each([
        [{ a: [1, "b"] }, '{"a":[1,"b"]}'],
        [undefined, "undefined"],
        [10n, "10"]
    ])("describes %p", (value, expected) => {
        expect(describeValue(value)).toBe(expected);
    });

    test("shortens what is long, and says how long it is", () => {
        const description = describeValue("x".repeat(100_000));

        expect(description.length).toBeLessThan(500);
        expect(description).toMatch(/^"x+… \(100002 characters\)$/);
    });

    test("describes what JSON cannot hold", () => {
        const circle: { self?: unknown } = {};
        circle.self = circle;

        expect(describeValue(circle)).toBe("[object Object]");
    });
});
