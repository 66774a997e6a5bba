import fc from "fast-check";
import { fromSortableText, toSortableText } from "../../../../src/adapters/sqlite/sortableText";

/** Any code units at all, with those often that need an escape or stand next to one. */
const special = [
    "\0",
    "\u0001",
    "\u0002",
    "\ud7ff",
    "\ud800",
    "\udbff",
    "\udc00",
    "\udfff",
    "\ue000",
    "\ue001",
    "\uffff"
];
const unit = fc.oneof(
    fc.constantFrom(...special),
    fc.nat(0xffff).map((code) => String.fromCharCode(code))
);
const text = fc.array(unit, { maxLength: 8 }).map((units) => units.join(""));

describe(toSortableText.name, () => {
    test("leaves ordinary text as it is", () => {
        const address = "did:e:example.org:dids:0123456789abcdef01238e Ümläut";
        expect(toSortableText(address)).toBe(address);
    });

    test("returns any text as it was", () => {
        fc.assert(fc.property(text, (original) => fromSortableText(toSortableText(original)) === original));
    });

    test("returns text that UTF-8 can hold, without U+0000", () => {
        fc.assert(
            fc.property(text, (original) => {
                const stored = toSortableText(original);
                return Buffer.from(stored, "utf8").toString("utf8") === stored && !stored.includes("\0");
            })
        );
    });

    test("has UTF-8 order what the code units order", () => {
        fc.assert(
            fc.property(text, text, (one, other) => {
                const [first, second] = [one, other].map((each) => Buffer.from(toSortableText(each), "utf8"));
                const expected = one === other ? 0 : one < other ? -1 : 1;
                return Buffer.compare(first, second) === expected;
            }),
            { numRuns: 2_000 }
        );
    });
});
