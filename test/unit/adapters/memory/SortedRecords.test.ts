import fc from "fast-check";
import { SortedRecords } from "../../../../src/adapters/memory/SortedRecords";

interface Numbered {
    readonly position: number;
    readonly content?: string;
}

const positions = fc.integer({ min: 0, max: 40 });
const manyPositions = fc.uniqueArray(positions, { maxLength: 30 });

function sortedFrom(all: readonly number[]): SortedRecords<Numbered, Numbered> {
    const sorted = new SortedRecords<Numbered, Numbered>((one, other) => one.position - other.position);
    for (const position of all) sorted.replace(undefined, { position });
    return sorted;
}

function inOrder(all: readonly number[]): Numbered[] {
    return [...all].sort((one, other) => one - other).map((position) => ({ position }));
}

describe(SortedRecords.name, () => {
    test("returns those behind a position and up to another, in order, up to a limit", () => {
        const limits = fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined });
        const ends = fc.option(positions, { nil: undefined });
        fc.assert(
            fc.property(manyPositions, ends, ends, limits, (all, after, last, limit) => {
                const isBetween = (position: number): boolean =>
                    position > (after ?? -1) && position <= (last ?? Infinity);
                const positionOf = (position?: number): Numbered | undefined =>
                    position === undefined ? undefined : { position };
                expect(sortedFrom(all).page(positionOf(after), positionOf(last), limit)).toEqual(
                    inOrder(all.filter(isBetween)).slice(0, limit)
                );
            })
        );
    });

    test("keeps those that are left, whatever goes", () => {
        fc.assert(
            fc.property(manyPositions, fc.func(fc.boolean()), (all, goes) => {
                const sorted = sortedFrom(all);
                for (const position of all) if (goes(position)) sorted.replace({ position }, undefined);
                const left = all.filter((position) => !goes(position));
                expect(sorted.page()).toEqual(inOrder(left));
                expect(sorted.isEmpty).toBe(left.length === 0);
            })
        );
    });

    test("puts another in the place of one, or in its own", () => {
        fc.assert(
            fc.property(manyPositions, positions, fc.nat(), (all, next, index) => {
                fc.pre(all.length > 0);
                const before = all[index % all.length];
                fc.pre(next === before || !all.includes(next));
                const sorted = sortedFrom(all);
                sorted.replace({ position: before }, { position: next, content: "other" });
                const expected = inOrder(all.map((position) => (position === before ? next : position)));
                expect(sorted.page()).toEqual(
                    expected.map((each) => (each.position === next ? { ...each, content: "other" } : each))
                );
            })
        );
    });
});
