import { deletionStateFrom, deletionStateToJson, noDeletion } from "../../../../src/domain/record/DeletionState";

describe("The state of a deletion", () => {
    test("is kept without what is empty, and read as it was", () => {
        const state = {
            worker: "w",
            attempts: 2,
            reminded: 5,
            required: ["a", "b"],
            done: ["a"],
            allDoneAt: "2026-11-23T10:00:00.000Z",
            failures: [{ deleter: "b", reason: "no" }, { reason: "no mail" }],
            completionFailure: { attempts: 2, reason: "no delete" },
            parkedAt: "2026-11-23T10:00:00.000Z"
        };
        expect(deletionStateFrom(deletionStateToJson(state))).toStrictEqual(state);
        expect(deletionStateFrom(undefined)).toBe(noDeletion);
        expect(deletionStateToJson(noDeletion)).toBeUndefined();
    });

    test.each([
        null,
        7,
        "text",
        [],
        [7],
        { worker: 7, attempts: -1, promised: {}, done: [7], allDoneAt: "soon", completionFailure: { attempts: "2" } }
    ])("is empty where what is stored is %p", (value) => {
        expect(deletionStateFrom(value)).toStrictEqual(noDeletion);
    });
});
