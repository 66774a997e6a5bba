import type { LifecycleEvent } from "../../../src/lifecycle";
import { deleterNameOf, errorNameOf, processIdOf, publicFields } from "../../../src/observability/publicFields";
import { alice } from "../../support/fixtures";

const processId = "IDP00000000000000001";

describe(publicFields.name, () => {
    test("keeps what is known of an event, and names its type", () => {
        const event: LifecycleEvent = {
            type: "deleterFailed",
            processId,
            deleter: "files",
            errorName: "TypeError",
            durationInMs: 12,
            hasTimedOut: false
        };
        const { type, ...fields } = event;
        expect(publicFields(event)).toStrictEqual({ event: type, ...fields });
    });

    test.each(["0000000aZ9zzzzzzzzzzzzzzzz", "0123456789abcdef0123456789abcdef", "0000000aZ9zzzzzzzzzzzzzzzz~"])(
        "keeps the key %s of a record that cannot be read",
        (key) => {
            expect(publicFields({ type: "unreadableRecord", key })).toStrictEqual({ event: "unreadableRecord", key });
        }
    );

    test("lays the numbers of a run next to the others", () => {
        const summary = { found: 3, planned: 0, reminded: 1, claimed: 1, deleted: 1, failed: 1, parked: 0, lost: 0 };
        const event = { type: "runFinished", durationInMs: 5, oldestLagInMs: 7, summary } as unknown as LifecycleEvent;
        expect(publicFields(event)).toStrictEqual({
            event: "runFinished",
            durationInMs: 5,
            oldestLagInMs: 7,
            ...summary
        });
    });

    test.each<[string, object]>([
        ["a field that it does not know", { address: alice.address, message: alice.address }],
        ["one that every object has", { constructor: alice.address, toString: alice.address }],
        ["an id that is none", { processId: alice.address }],
        ["a deleter's name that is none", { deleter: "Alice's files", deleters: [`${alice.address} `, 7] }],
        ["deleters that are no list", { deleters: alice.address }],
        ["a text where a number belongs", { durationInMs: alice.address, summary: { found: alice.address } }],
        ["a number that says nothing", { lagInMs: NaN, attempt: Infinity }],
        ["a record's key that is none of ours", { key: alice.address }],
        ["a text where yes or no belongs", { hasTimedOut: alice.address }]
    ])("lets through nothing of %s", (_, fields) => {
        const event = { type: "interrupted", ...fields } as unknown as LifecycleEvent;
        const { deleters = [], ...others } = publicFields(event);
        expect(others).toStrictEqual({ event: "interrupted" });
        expect(deleters).toStrictEqual([]);
    });
});

describe(errorNameOf.name, () => {
    test.each(["Error", "TypeError", "MongoServerError", "DOMException", "Stopped", "NotRegistered"])(
        "keeps %s",
        (name) => {
            expect(errorNameOf(name)).toBe(name);
        }
    );

    test.each([alice.address, "DVCalicesphoneAlicesp", "Alice", "Error of Alice", "aliceError", "", undefined, 7])(
        "says unknown for %p",
        (name) => {
            expect(errorNameOf(name)).toBe("unknown");
        }
    );
});

test("an id, and a deleter's name, are taken by their form alone", () => {
    expect([processIdOf(processId), processIdOf(`${processId}x`), processIdOf(1)]).toStrictEqual([
        processId,
        undefined,
        undefined
    ]);
    expect([deleterNameOf("files-2"), deleterNameOf("f".repeat(65)), deleterNameOf({})]).toStrictEqual([
        "files-2",
        undefined,
        undefined
    ]);
});
