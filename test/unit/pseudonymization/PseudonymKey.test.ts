import { createHmac } from "node:crypto";
import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { PseudonymKey } from "../../../src/pseudonymization";
import { anotherKey, ourBytes, ourKey } from "../../support/pseudonymization/keys";

const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).filter((bytes) => bytes.some((byte) => byte !== bytes[0]));
const address = fc.string({ unit: "binary", minLength: 1, maxLength: 80 });

function hmacOf(bytes: Uint8Array, text: string): string {
    return createHmac("sha256", bytes).update(text, "utf8").digest("hex");
}

describe(PseudonymKey.name, () => {
    test("returns the HMAC-SHA-256 of the address as UTF-8, as Node's own cryptography does", () => {
        fc.assert(
            fc.property(key, fc.array(address), (bytes, addresses) => {
                const pseudonyms = PseudonymKey.of(bytes);
                for (const each of addresses) expect(pseudonyms.identityKeyOf(each)).toBe(hmacOf(bytes, each));
            })
        );
    });

    test("is named by an id that is the same for the same bytes, and by no part of them", () => {
        expect(ourKey.id).toMatch(/^[0-9a-f]{16}$/);
        expect(PseudonymKey.of(ourBytes.slice()).id).toBe(ourKey.id);
        expect(anotherKey.id).not.toBe(ourKey.id);
        expect(Buffer.from(ourBytes).toString("hex")).not.toContain(ourKey.id);
    });

    test("shows nothing of the key, however it is looked at", () => {
        for (const shown of [inspect(ourKey, { depth: 9, showHidden: true }), JSON.stringify(ourKey), String(ourKey)]) {
            expect(shown).not.toMatch(/0001020304|0, ?1, ?2, ?3/);
        }
        expect(Object.keys(ourKey)).toStrictEqual(["id"]);
    });

    test("is not touched by what the host does to its bytes afterwards, and changes nothing in them", () => {
        const bytes = ourBytes.slice();
        const pseudonyms = PseudonymKey.of(bytes);
        expect(bytes).toStrictEqual(ourBytes);
        bytes.fill(0);
        expect(pseudonyms.identityKeyOf("anyone")).toBe(ourKey.identityKeyOf("anyone"));
    });

    test("takes the bytes of another realm", () => {
        const bytes = runInNewContext("Uint8Array.from({ length: 32 }, (_, index) => index)") as Uint8Array;
        expect(PseudonymKey.of(bytes).id).toBe(ourKey.id);
        expect(PseudonymKey.of(Buffer.from(ourBytes)).id).toBe(ourKey.id);
    });

    test.each<[string, unknown]>([
        ["too few", ourBytes.slice(1)],
        ["too many", new Uint8Array(33)],
        ["hexadecimal digits", "00".repeat(32)],
        ["an array", Array.from(ourBytes)],
        ["32 numbers of another kind", new Uint16Array(32)],
        ["nothing", undefined],
        ["bytes that nobody has drawn", new Uint8Array(32)]
    ])("refuses %s", (_, bytes) => {
        expect(() => PseudonymKey.of(bytes as Uint8Array)).toThrow(TypeError);
    });
});
