import { deletionStateFrom, deletionStateToJson, noDeletion } from "../../../../src/domain/record/DeletionState";
import type { JsonValue } from "../../../../src/domain/record/StoredRecord";

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

    test.each<JsonValue>([
        null,
        7,
        "text",
        [],
        [7],
        { attempts: "2", reminded: "5", parkedAt: "now", failures: "none", completionFailure: [] },
        { failures: [null, 7, "no", [], {}, { deleter: "files" }, { reason: 7 }, { deleter: 7, reason: "no" }] },
        { completionFailure: { attempts: 2 } },
        { completionFailure: { reason: "no delete" } },
        { completionFailure: { attempts: 2, reason: 7 } },
        { completionFailure: { attempts: "2", reason: "no delete" } },
        { worker: 7, attempts: -1, promised: {}, done: [7], allDoneAt: "soon", completionFailure: { attempts: "2" } }
    ])("is empty where what is stored is %p", (value) => {
        expect(deletionStateFrom(value)).toStrictEqual(noDeletion);
    });
});
