import fc from "fast-check";
import type { StoredRecord } from "../../../../src";
import { SortedRecords } from "../../../../src/adapters/memory/SortedRecords";
import { alice } from "../../../support/fixtures";
import { recordOf } from "../../../support/records";

const dates = ["2026-11-23T10:00:00.000Z", "2026-11-24T10:00:00.000Z", "2026-11-25T10:00:00.000Z"];
const keys = ["A", "B", "a", "b", "ä", "10", "9"];

function record(createdAt: string, key: string): StoredRecord {
    // The other date runs the other way round, so that a mix-up shows.
    const dueAt = dates[dates.length - 1 - dates.indexOf(createdAt)];
    return recordOf(alice, { status: "Active" }, { createdAt, dueAt, key });
}

const allRecords = dates.flatMap((date) => keys.map((key) => record(date, key)));
const someRecords = fc.shuffledSubarray(allRecords);

/** By date, then key, as text by code unit: what `<` of JavaScript does. */
function sortedBy(date: "createdAt" | "dueAt", records: StoredRecord[]): StoredRecord[] {
    const place = (one: StoredRecord): string => `${one[date]} ${one.key}`;
    return [...records].sort((one, other) => (place(one) < place(other) ? -1 : 1));
}

function sorted(date: "createdAt" | "dueAt", records: StoredRecord[]): SortedRecords {
    const sortedRecords = new SortedRecords(date);
    for (const one of records) sortedRecords.add(one);
    return sortedRecords;
}

const both = fc.constantFrom("createdAt" as const, "dueAt" as const);

describe(SortedRecords.name, () => {
    test("keeps any records in order, whatever the order in which they come and go", () => {
        fc.assert(
            fc.property(both, someRecords, fc.func(fc.boolean()), (date, records, goes) => {
                const subject = sorted(date, records);
                expect(subject.after(undefined, Infinity)).toEqual(sortedBy(date, records));
                for (const one of records) if (goes(one.key, one[date])) subject.remove(one);
                const left = records.filter((one) => !goes(one.key, one[date]));
                expect(subject.after(undefined, Infinity)).toEqual(sortedBy(date, left));
                expect(subject.isEmpty).toBe(left.length === 0);
            })
        );
    });

    test("gives those behind a position, which need not be among them, up to a limit", () => {
        const limits = fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 5 }));
        fc.assert(
            fc.property(both, someRecords, fc.constantFrom(...allRecords), limits, (date, records, position, limit) => {
                const behind = sortedBy(date, [...records.filter((one) => one !== position), position]);
                const expected = behind.slice(behind.indexOf(position) + 1).slice(0, limit);
                expect(sorted(date, records).after(position, limit)).toEqual(expected);
            })
        );
    });

    test("gives the first, up to a limit", () => {
        const subject = sorted("createdAt", allRecords);
        const inOrder = sortedBy("createdAt", allRecords);
        expect([0, 1, 3].map((limit) => subject.after(undefined, limit))).toEqual(
            [0, 1, 3].map((limit) => inOrder.slice(0, limit))
        );
    });

    test("gives those at or before a date, up to a limit", () => {
        const subject = sorted("dueAt", allRecords);
        const inOrder = sortedBy("dueAt", allRecords);
        expect(subject.until(dates[1], Infinity)).toEqual(inOrder.slice(0, 2 * keys.length));
        expect(subject.until(dates[1], 3)).toEqual(inOrder.slice(0, 3));
        expect(subject.until("2026-11-23T09:59:59.999Z", Infinity)).toEqual([]);
        expect(subject.until(dates[2], Infinity)).toEqual(inOrder);
    });

    test("is empty in the beginning", () => {
        const subject = new SortedRecords("dueAt");
        expect(subject.isEmpty).toBe(true);
        expect(subject.until(dates[2], Infinity)).toEqual([]);
        expect(subject.after(allRecords[0], Infinity)).toEqual([]);
    });
});
