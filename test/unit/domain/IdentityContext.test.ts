import { identityContextOf } from "../../../src/domain/IdentityContext";
import { alice } from "../../support/fixtures";
import { changesItsAnswer } from "../../support/hostileRequests";

const wrongAddress = new TypeError("An Identity's address must be a string of 1 to 80 characters.");
const wrongDeviceId = new TypeError("A Device's id must be DVC followed by 17 letters or digits.");

function contextOf(identity: unknown): unknown {
    // As a host in plain JavaScript may call it.
    return identityContextOf(identity as typeof alice);
}

describe(identityContextOf.name, () => {
    test("returns a frozen copy of address and device id, and of nothing else", () => {
        const given = { ...alice, nickname: "Alice" };
        const context = identityContextOf(given);
        given.address = "changed afterwards";
        expect(context).toStrictEqual(alice);
        expect(Object.isFrozen(context)).toBe(true);
    });

    test.each(["a", "a".repeat(80), " ", "did:e:example.org:dids:wrongchecksum", "ä#'\"\n"])(
        "takes the address %p as it is",
        (address) => {
            expect(identityContextOf({ ...alice, address }).address).toBe(address);
        }
    );

    test.each(["", "a".repeat(81), undefined, null, 7, ["a"], Object("a"), Symbol("a")])(
        "refuses the address %p",
        (address) => {
            expect(() => contextOf({ ...alice, address })).toThrow(wrongAddress);
        }
    );

    test.each(["\u0000", "a\u0000b", "a\ud800", "\udc00a", "\udc00\ud800"])(
        "refuses the address %j, which not every store could keep",
        (address) => {
            expect(() => contextOf({ ...alice, address })).toThrow(
                new TypeError("An Identity's address must not hold U+0000 or half of a surrogate pair.")
            );
        }
    );

    test("takes a whole surrogate pair in an address", () => {
        expect(identityContextOf({ ...alice, address: "a😀" }).address).toBe("a😀");
    });

    test.each([
        "",
        "DVC",
        "DVC0000000000000001",
        "DVC000000000000000001",
        "DVD00000000000000001",
        "dvc00000000000000001",
        "DVC0000000000000000-",
        "DVC0000000000000000ä",
        "DVC0000000000000000٣",
        "DVC00000000000000001\n",
        "\nDVC00000000000000001",
        " DVC00000000000000001",
        "DVC00000000000000001 ",
        undefined,
        null,
        0,
        ["DVC00000000000000001"],
        { toString: () => "DVC00000000000000001" }
    ])("refuses the device id %p", (deviceId) => {
        expect(() => contextOf({ ...alice, deviceId })).toThrow(wrongDeviceId);
    });

    test.each([undefined, null, 0, "", "text", true, []])("refuses %p instead of an Identity", (identity) => {
        expect(() => contextOf(identity)).toThrow(wrongAddress);
    });

    test("reads each property once: what was checked is what is used", () => {
        const identity = changesItsAnswer("address", ["did:e:first", ""]);
        Object.assign(identity, { deviceId: alice.deviceId });
        expect(contextOf(identity)).toStrictEqual({ address: "did:e:first", deviceId: alice.deviceId });
    });
});
