import { errorNameOf, lifecycleStateFrom, lifecycleStateToJson, reasonOf } from "../../../src/lifecycle/LifecycleState";

describe("The state of a deletion", () => {
    test("is kept without what is empty, and read as it was", () => {
        const state = {
            worker: "w",
            attempts: 2,
            reminded: 5,
            promised: ["a", "b"],
            done: ["a"],
            allDoneAt: "2026-11-23T10:00:00.000Z",
            failures: [{ deleter: "b", reason: "no" }, { reason: "no mail" }],
            completionFailure: { attempts: 2, reason: "no delete" },
            parkedAt: "2026-11-23T10:00:00.000Z"
        };
        expect(lifecycleStateFrom(lifecycleStateToJson(state))).toStrictEqual(state);
        expect(lifecycleStateToJson(lifecycleStateFrom(undefined))).toStrictEqual({});
    });

    test.each([
        null,
        7,
        "text",
        [],
        [7],
        { worker: 7, attempts: -1, promised: {}, done: [7], allDoneAt: "soon", completionFailure: { attempts: "2" } }
    ])("is empty where what is stored is %p", (value) => {
        expect(lifecycleStateToJson(lifecycleStateFrom(value))).toStrictEqual({});
    });
});

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
        expect(reasonOf(Object.create(null))).toBe("It cannot be said what was thrown.");
        expect(reasonOf(`\0\ud800${"x".repeat(400)}`)).toBe(`��${"x".repeat(298)}`);
        expect(reasonOf(`${"x".repeat(299)}😀`)).toBe(`${"x".repeat(299)}�`);
    });
});
