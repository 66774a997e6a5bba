import { ErrorCode } from "../../../../src";
import { addressOf } from "../../../../src/application/pseudonym/addressOf";
import { PseudonymKey } from "../../../../src/pseudonymization";

const alice = "did:e:example.org:dids:alice";
const ben = "did:e:example.org:dids:ben";
const key = PseudonymKey.of(Uint8Array.from({ length: 32 }, (_, index) => index));

describe("Whose data a stored record lets the deleters delete", () => {
    test("is the Identity that it is kept under, where there is no pseudonym key", () => {
        expect(addressOf({ identityKey: alice, address: undefined }, undefined)).toBe(alice);
        expect(addressOf({ identityKey: alice, address: alice }, undefined)).toBe(alice);
    });

    test("is the Identity whose pseudonym it is kept under, where there is one", () => {
        expect(addressOf({ identityKey: key.identityKeyOf(alice), address: alice }, key)).toBe(alice);
    });

    test.each([
        ["names another, without a key", { identityKey: alice, address: ben }, undefined],
        ["names nobody, without a key", { identityKey: alice, address: "" }, undefined],
        ["names another, with a key", { identityKey: key.identityKeyOf(alice), address: ben }, key],
        ["names nobody, with a key", { identityKey: key.identityKeyOf(alice), address: "" }, key],
        ["names nobody, under the pseudonym of nobody", { identityKey: key.identityKeyOf(""), address: "" }, key],
        ["has lost its address, with a key", { identityKey: key.identityKeyOf(alice), address: undefined }, key]
    ])("is nobody's where it %s", (_, record, pseudonyms) => {
        expect(() => addressOf(record, pseudonyms)).toThrow(
            expect.objectContaining({
                code: ErrorCode.storeIsCorrupt,
                message: expect.stringContaining("The store holds a record ") as string
            }) as Error
        );
    });
});
