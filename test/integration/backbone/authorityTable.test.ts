import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { allRows, type AuthorityRow, whyImpossible } from "../../support/authority/authorityRows";
import { type Outcomes, outcomesOf } from "../../support/authority/outcomes";

const file = join(__dirname, "../../../docs/authority.md");
const [beginning, end] = ["<!-- table: made by the test -->\n\n", "\n<!-- end of the table -->"];

const columns = ["get active", "cancel", "initiate", "close", "takeOver"] as const;
const heads = ["recorded", "process", "end", "present authority", ...columns, "ways out"];

/** The document as it should be. `UPDATE_AUTHORITY_TABLE=1` writes it; review what has changed: each cell is a promise. */
function documentWith(rows: readonly string[][]): string {
    const text = readFileSync(file, "utf8");
    const before = text.slice(0, text.indexOf(beginning) + beginning.length);
    const after = text.slice(text.indexOf(end));
    const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column].length)));
    const line = (cells: readonly string[]): string =>
        `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
    const table = [line(heads), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
    return `${before}${table.join("\n")}\n${after}`;
}

describe("Who decides about an open process when the authority changes", () => {
    const rows = allRows();
    const outcomes = new Map<AuthorityRow, Outcomes>();
    beforeAll(async () => {
        for (const row of rows) if (whyImpossible(row) === undefined) outcomes.set(row, await outcomesOf(row));
    });

    const each = (): [string, AuthorityRow, Outcomes][] =>
        [...outcomes].map(([row, outcome]) => [Object.values(row).join(", "), row, outcome]);

    test("is one of all combinations of recorded authority, state, end and present authority, or said to be impossible", () => {
        expect(rows).toHaveLength(3 * 7 * 2 * 5);
        expect(outcomes.size).toBeGreaterThan(60);
    });

    test("has a way out in every row", () => {
        const stuck = each().filter(([, , { waysOut }]) => waysOut.length === 0);
        expect(stuck.map(([name]) => name)).toEqual([]);
    });

    test("is never answered with none while the process is active, unless the Identity is deleted", () => {
        const wrong = each().filter(
            ([, { state, present }, outcome]) =>
                outcome["get active"] === "`noActiveIdentityDeletionProcess`" &&
                !state.startsWith("Deleting") &&
                present !== "Backbone has deleted the Identity"
        );
        expect(wrong.map(([name]) => name)).toEqual([]);
    });

    test("never makes a deletion that has begun anything but deleted, by a lifecycle", () => {
        for (const [, { state }, { cancel, close, takeOver, waysOut }] of each()) {
            if (state !== "Deleting, begun here") continue;
            expect(cancel).toBe("`gracePeriodHasExpired`");
            expect(close).toBe("`deletionHasBegun`");
            expect(["`deletionHasBegun`", "`invalidPropertyValue`"]).toContain(takeOver);
            expect(waysOut.every((way) => way.endsWith("lifecycle"))).toBe(true);
        }
    });

    test("never leaves a person to be deleted who has asked to cancel, when the host takes the process over", () => {
        const takenOver = each().filter(
            ([, { state, present }]) => state === "Active, cancel unsettled" && present === "local"
        );
        expect(takenOver.map(([, , { takeOver }]) => takeOver)).toEqual(["Cancelled", "Cancelled"]);
    });

    test("never closes what the present Backbone shows", () => {
        const shown = each().filter(([, { present }]) => present === "Backbone shows it");
        expect(shown.filter(([, , { close }]) => close === "Cancelled").map(([name]) => name)).toEqual([]);
    });

    test("is answered as docs/authority.md says, row by row", () => {
        const table = each().map(([, row, outcome]) => [
            ...[row.recorded, row.state, row.end, row.present],
            ...columns.map((column) => outcome[column]),
            outcome.waysOut.join("; ")
        ]);
        const expected = documentWith(table);
        if (process.env.UPDATE_AUTHORITY_TABLE !== undefined) writeFileSync(file, expected);
        expect(readFileSync(file, "utf8")).toBe(expected);
    });
});
