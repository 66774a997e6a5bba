import { Style } from "../../../src/cli/Style";
import { table } from "../../../src/cli/table";
import { wrapped } from "../../../src/cli/wrapped";

describe(wrapped.name, () => {
    test("breaks no word, and goes on under the last column", () => {
        const line = "  Grace period  ends 7 Dec 2026, 11:00 CET, in 13 days 23 h";
        expect(wrapped(line, 40).split("\n")).toStrictEqual([
            "  Grace period  ends 7 Dec 2026, 11:00",
            "                CET, in 13 days 23 h"
        ]);
        expect(wrapped("next:  averyveryverylongword-that-is-wider-than-all", 20)).toContain(
            "averyveryverylongword-that-is-wider-than-all"
        );
    });

    test("goes on near the left where the last column is too far right, and under the indent of a line of one column", () => {
        expect(wrapped("A very long name of a field  with a value", 32).split("\n")).toStrictEqual([
            "A very long name of a field",
            "  with a value"
        ]);
        expect(wrapped("    some words that are indented", 20).split("\n")).toStrictEqual([
            "    some words that",
            "    are indented"
        ]);
    });

    test("leaves alone what fits, and everything where there is no terminal", () => {
        expect(wrapped("a b", 3)).toBe("a b");
        expect(wrapped("a b c", undefined)).toBe("a b c");
    });
});

describe(table.name, () => {
    const rows = [
        ["IDP1", "Active", "ends 7 Dec 2026, 11:00 CET"],
        ["IDP2", "Cancelled", "–"]
    ];

    test("has a line for each row, where there is room", () => {
        expect(table(["PROCESS", "STATUS", "GRACE PERIOD"], rows, 80)).toHaveLength(3);
        expect(table(["PROCESS", "STATUS", "GRACE PERIOD"], rows, undefined)).toHaveLength(3);
    });

    test("has a block for each row, where the terminal is too narrow", () => {
        expect(table(["PROCESS", "STATUS", "GRACE PERIOD"], rows, 44)).toStrictEqual([
            "PROCESS       IDP1",
            "STATUS        Active",
            "GRACE PERIOD  ends 7 Dec 2026, 11:00 CET",
            "",
            "PROCESS       IDP2",
            "STATUS        Cancelled",
            "GRACE PERIOD  –"
        ]);
    });
});

describe(Style.name, () => {
    test.each([
        ["a terminal", { isTTY: true, columns: 80 }, {}, "\u001b[31mx\u001b[0m"],
        ["a terminal with NO_COLOR", { isTTY: true, columns: 80 }, { NO_COLOR: "1" }, "x"],
        ["a dumb terminal", { isTTY: true, columns: 80 }, { TERM: "dumb" }, "x"],
        ["a pipe", {}, {}, "x"]
    ])("colours for %s as it should", (_, stream, variables, expected) => {
        expect(Style.of(stream, variables).coloured("x", "red")).toBe(expected);
    });

    test.each([
        [20, "some words that are\nwider"],
        [19, "some words that are wider"],
        [undefined, "some words that are wider"]
    ])("in a terminal of %s columns it breaks lines only where that can be read", (columns, expected) => {
        expect(Style.of({ isTTY: true, columns }, {}).line("some words that are wider")).toBe(expected);
    });
});
