import {
    anything,
    boolean,
    callback,
    checkOptions,
    nearestName,
    number,
    objectWith,
    oneOf,
    type OptionCheck,
    optional,
    optionsOf,
    string,
    wholeNumber
} from "../../../src/domain/options";

function check(checks: Record<string, OptionCheck>, options: unknown): () => void {
    return () => checkOptions("The options of Thing", options, checks);
}

describe(checkOptions.name, () => {
    test.each<[string, OptionCheck, unknown]>([
        ["a string", string, ""],
        ["true or false", boolean, false],
        ["a function", callback, () => undefined],
        ["a number at its lower bound", number(0.5, 2), 0.5],
        ["a number at its upper bound", number(0.5, 2), 2],
        ["a whole number", wholeNumber(0, 2), 1],
        ["one of several strings", oneOf("full", "normal"), "normal"],
        ["an object with the methods", objectWith("now"), { now: () => undefined }],
        ["an object whose class has the methods", objectWith("getTime"), new Date()],
        ["what is checked elsewhere", anything, { whatever: 1 }],
        ["what is absent, where it is optional", optional(string), undefined],
        ["options of its own", optionsOf({ attempts: wholeNumber(1, 9) }), { attempts: 3 }]
    ])("takes %s", (_, option, value) => {
        expect(check({ option }, { option: value })).not.toThrow();
    });

    test.each<[OptionCheck, unknown, Error]>([
        [string, undefined, new TypeError("The option it must be a string; it is missing.")],
        [string, 7, new RangeError("The option it must be a string; it is a number.")],
        [optional(string), null, new TypeError("The option it must be a string; it is null.")],
        [boolean, "yes", new TypeError("The option it must be true or false; it is a string.")],
        [callback, {}, new TypeError("The option it must be a function; it is an object.")],
        [callback, [], new TypeError("The option it must be a function; it is an array.")],
        [number(0, 10_000), -1, new RangeError("The option it must be a number from 0 to 10,000; it is -1.")],
        [number(0, 10), 10.5, new RangeError("The option it must be a number from 0 to 10; it is 10.5.")],
        [number(0, 10), NaN, new RangeError("The option it must be a number from 0 to 10; it is NaN.")],
        [number(0, 10), "5", new TypeError("The option it must be a number from 0 to 10; it is a string.")],
        [wholeNumber(0, 10), 0.5, new RangeError("The option it must be a whole number from 0 to 10; it is 0.5.")],
        [oneOf("full", "off"), "of", new TypeError('The option it must be "full" or "off"; it is "of".')],
        [oneOf("full", "off"), true, new TypeError('The option it must be "full" or "off"; it is a boolean.')],
        [
            objectWith("begin", "end"),
            { end: () => undefined },
            new TypeError("The option it must be an object with the methods begin, end; it has no begin.")
        ],
        [optionsOf({}), "no", new TypeError("The option it must be an object; it is a string.")],
        [
            optionsOf({ attempts: wholeNumber(1, 9) }),
            { attempts: 0 },
            new RangeError("The option it.attempts must be a whole number from 1 to 9; it is 0.")
        ],
        [
            optionsOf({ attempts: wholeNumber(1, 9) }),
            { attempt: 1 },
            new TypeError('There is no option "it.attempt". Did you mean "it.attempts"? There are: attempts.')
        ]
    ])("says what was expected and what came (%#)", (option, value, error) => {
        expect(check({ it: option }, { it: value })).toThrow(error);
    });

    test("never contains a string: it may be a secret", () => {
        for (const option of [boolean, callback, number(0, 1), objectWith("now"), optionsOf({})]) {
            expect(check({ option }, { option: "very secret" })).not.toThrow("very secret");
        }
    });

    test.each([undefined, null, "text", 7, () => ({})])("refuses %p as options", (options) => {
        expect(check({}, options)).toThrow("The options of Thing must be an object; it is ");
    });

    test("names all known options where none is near", () => {
        expect(check({ retry: anything, url: anything }, { colour: "blue" })).toThrow(
            new TypeError('There is no option "colour". There are: retry, url.')
        );
    });
});

describe(nearestName.name, () => {
    const known = ["retry", "timeoutInMs", "pollIntervalInMs", "maxPollIntervalInMs"];

    test.each([
        ["retries", "retry"],
        ["Retry", "retry"],
        ["timeoutMs", "timeoutInMs"],
        ["pollInterval", "pollIntervalInMs"],
        ["maxPollInterval", "maxPollIntervalInMs"],
        ["pantry", undefined],
        ["x", undefined],
        ["", undefined],
        ["constructor", undefined]
    ])("finds for %p %p", (name, nearest) => {
        expect(nearestName(name, known)).toBe(nearest);
    });
});
