import * as fc from "fast-check";
import { linesOf } from "../../../src/transfer";
import { canonicalJson } from "../../../src/transfer/records/format";
import { DigestSet } from "../../../src/transfer/records/DigestSet";
import { asyncOf, collected } from "../../support/transfer/lines";

describe(canonicalJson.name, () => {
    test("means the same value, and is the same text for every order of properties", () => {
        fc.assert(
            fc.property(fc.jsonValue(), (value) => {
                const text = canonicalJson(value as never);
                expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
                expect(canonicalJson(reversed(value) as never)).toBe(text);
            })
        );
    });

    test("orders names by their code units, also those that look like numbers", () => {
        expect(canonicalJson({ b: 1, a: [{ "10": 1, "9": null }], B: "\u2028" })).toBe(
            '{"B":"\u2028","a":[{"10":1,"9":null}],"b":1}'
        );
    });
});

describe(DigestSet.name, () => {
    test("tells what was added before from what was not, beyond its first size", () => {
        const set = new DigestSet();
        const texts = Array.from({ length: 5000 }, (_, index) => `text ${index}`);
        expect(texts.filter((text) => !set.add(text))).toEqual([]);
        expect(texts.filter((text) => set.add(text))).toEqual([]);
    });
});

describe(linesOf.name, () => {
    test("finds the same lines however the bytes are cut, and ends a line at a line feed only", async () => {
        const lines = ["{}", "naïve \u{1f600}", "a\u2028b\u2029c\rd\u0085e", "", "the last"];
        const bytes = new TextEncoder().encode(lines.join("\n"));
        await fc.assert(
            fc.asyncProperty(fc.array(fc.integer({ min: 0, max: bytes.length })), async (cuts) => {
                const places = [0, ...cuts, bytes.length].sort((one, other) => one - other);
                const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
                expect(await collected(linesOf(asyncOf(chunks)))).toEqual(lines);
            })
        );
    });

    test("takes a carriage return before a line feed with it, and needs no line feed at the end", async () => {
        const bytes = (text: string): AsyncIterable<Uint8Array> => asyncOf([new TextEncoder().encode(text)]);
        expect(await collected(linesOf(bytes("a\r\nb\r\n")))).toEqual(["a", "b"]);
        expect(await collected(linesOf(bytes("a\nb\r")))).toEqual(["a", "b"]);
        expect(await collected(linesOf(bytes("")))).toEqual([]);
    });

    test.each([
        ["bytes that are no UTF-8", [Uint8Array.of(0x7b, 0xff)], /not text in UTF-8/],
        ["a character that is cut off", [Uint8Array.of(0xc3)], /not text in UTF-8/],
        [
            "a line without an end",
            Array.from({ length: 17 }, () => new Uint8Array(1 << 20).fill(0x61)),
            /longer than any/
        ]
    ])("refuses %s", async (_, chunks, reason) => {
        await expect(collected(linesOf(asyncOf(chunks)))).rejects.toThrow(reason);
    });
});

function reversed(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(reversed);
    return Object.fromEntries(
        Object.entries(value)
            .reverse()
            .map(([name, inner]) => [name, reversed(inner)])
    );
}
