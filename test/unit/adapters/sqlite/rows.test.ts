import { changeableValues, recordOf } from "../../../../src/adapters/sqlite/rows";
import { locationOfHandle } from "../../../../src/adapters/sqlite/SqliteLocation";
import type { SqliteDatabase } from "../../../../src/adapters/sqlite/SqliteDatabase";
import { recordOf as aRecordOf } from "../../../support/records";
import { alice } from "../../../support/fixtures";

const record = aRecordOf(alice, { status: "Active", gracePeriodEndsAt: "2026-12-07T10:00:00.000Z" });

/** As a driver returns it. */
function rowOf(changes: Record<string, unknown> = {}): Record<string, unknown> {
    const [slot, lookup, revision, created_at, due_at, unsettled, data] = changeableValues(record);
    const columns = { slot, lookup, revision, created_at, due_at, unsettled, data };
    return { key: record.key, identity_key: record.identityKey, ...columns, ...changes };
}

describe(recordOf.name, () => {
    test("returns the record that was written, also by a driver that returns integers as bigint", () => {
        expect(recordOf(rowOf())).toStrictEqual(record);
        expect(recordOf(rowOf({ revision: 1n, unsettled: 0n }))).toStrictEqual(record);
        expect(recordOf(rowOf({ due_at: null, unsettled: 1 }))).toStrictEqual({
            ...record,
            ...{ dueAt: null, unsettled: true }
        });
    });

    test.each<[string, unknown]>([
        ["key", null],
        ["key", 7],
        ["slot", Buffer.from("slot")],
        ["due_at", 7],
        ["due_at", undefined],
        ["revision", "1"],
        ["unsettled", null],
        ["data", "{"],
        ["data", ""],
        ["data", "[]"],
        ["data", "null"],
        ["data", null],
        ["data", 7]
    ])("refuses, as corrupt, a row whose %s is %p, in words that do not contain it", (column, value) => {
        expect(() => recordOf(rowOf({ [column]: value }))).toThrow(
            expect.objectContaining({
                kind: "corrupt",
                message: expect.stringMatching(/^The SQLite database holds a row that is no record: [a-z A-Z]+\.$/)
            })
        );
    });
});

describe(locationOfHandle.name, () => {
    test.each<[unknown[], string, string, boolean]>([
        [[{ name: "main", file: "/data/a.db" }], "wal", "/data/a.db", true],
        [[{ name: "main", file: "/data/a.db" }], "memory", "/data/a.db", false],
        [[{ name: "main", file: "/data/a.db" }], "off", "/data/a.db", false],
        [
            [
                { name: "other", file: "/data/b.db" },
                { name: "main", file: "" }
            ],
            "wal",
            "",
            false
        ],
        [[{ name: "main", file: null }], "wal", "", false],
        [[], "wal", "", false]
    ])("of %j with the journal %s is %p, durable: %p", (attached, journal_mode, path, isOnDisk) => {
        const answers: Record<string, unknown[]> = {
            "PRAGMA database_list": attached,
            "PRAGMA journal_mode": [{ journal_mode }]
        };
        const handle = { prepare: (sql: string) => ({ all: () => answers[sql] }) } as unknown as SqliteDatabase;
        expect(locationOfHandle(handle)).toMatchObject({ path, isOnDisk });
    });
});
