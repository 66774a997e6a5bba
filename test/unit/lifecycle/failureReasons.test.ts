import { errorNameOf, reasonOf } from "../../../src/lifecycle/run/failureReasons";

describe(errorNameOf.name, () => {
    test("names the kind of an error, and never says anything that could name a person", () => {
        expect(errorNameOf(new RangeError("alice"))).toBe("RangeError");
        for (const name of ["alice@example.org", "did:e:example.org", "", "a".repeat(41), "Alice Smith"]) {
            expect(errorNameOf(Object.assign(new Error("no"), { name }))).toBe("unknown");
        }
        expect(errorNameOf("alice")).toBe("unknown");
        const { proxy, revoke } = Proxy.revocable(new Error("no"), {});
        revoke();
        expect(errorNameOf(proxy)).toBe("unknown");
    });
});

describe(reasonOf.name, () => {
    test("says for operators what was thrown, as any store can keep it", () => {
        expect(reasonOf(new RangeError("too far"))).toBe("RangeError: too far");
        expect(reasonOf("text")).toBe("text");
        expect(reasonOf(undefined)).toBe("undefined");
        expect(reasonOf(Object.create(null))).toBe("What was thrown cannot be described.");
        expect(reasonOf(`\0\ud800${"x".repeat(400)}`)).toBe(`��${"x".repeat(298)}`);
        expect(reasonOf(`${"x".repeat(299)}😀`)).toBe(`${"x".repeat(299)}�`);
    });
});
