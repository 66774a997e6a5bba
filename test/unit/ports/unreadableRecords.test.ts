import { PersistenceError } from "../../../src/ports/PersistenceError";
import type { StoredRecord } from "../../../src/ports/PersistencePort";
import { pageEntryOf, requireReadable, type StoredColumns } from "../../../src/ports/unreadableRecords";

const columns = {
    key: "IDR1",
    identityKey: "did:e:example.org:dids:alice",
    slot: "did:e:example.org:dids:alice",
    lookup: "did:e:example.org:dids:alice#IDP1",
    revision: 3,
    createdAt: "2026-11-01T00:00:00.000Z",
    dueAt: "2026-11-15T00:00:00.000Z",
    unsettled: false
};
const corrupt = (): never => {
    throw new PersistenceError("corrupt", "Its data is no JSON.");
};
const entryOf = (row: StoredColumns): unknown => pageEntryOf(row, corrupt, (given) => given);

describe("A record that cannot be read, in a page", () => {
    test("says why, and has all columns that can be read", () => {
        expect(entryOf(columns)).toStrictEqual({ ...columns, unreadable: "Its data is no JSON." });
        expect(entryOf({ ...columns, dueAt: null })).toMatchObject({ dueAt: null });
    });

    test.each(["identityKey", "slot", "lookup", "revision", "createdAt", "dueAt", "unsettled"] as const)(
        "leaves out its %s where that cannot be read",
        (name) => {
            const { [name]: _, ...others } = columns;
            const expected = { ...others, unreadable: "Its data is no JSON." };
            for (const value of [undefined, {}, NaN]) {
                expect(entryOf({ ...columns, [name]: value })).toStrictEqual(expected);
            }
        }
    );

    test("is no entry of a page where even its key cannot be read", () => {
        expect(() => entryOf({ ...columns, key: 7 })).toThrow("Its data is no JSON.");
    });

    test("is none where the store failed in another way", () => {
        const unavailable = (): never => {
            throw new PersistenceError("unavailable", "The disk is gone.");
        };
        expect(() => pageEntryOf(columns, unavailable, (given) => given)).toThrow("The disk is gone.");
    });

    test("makes a list that must be whole reject, with its key and the reason", () => {
        const readable = { ...columns, data: {} } as StoredRecord;
        expect(requireReadable([readable])).toStrictEqual([readable]);
        expect(() =>
            requireReadable([readable, { key: "01J0000000000000000000000B", unreadable: "Its data is no JSON." }])
        ).toThrow("The stored record 01J0000000000000000000000B cannot be read: Its data is no JSON.");
    });
});
