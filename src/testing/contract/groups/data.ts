import type { JsonObject } from "../../../ports/PersistencePort";
import { expectEqual, expectFailure } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import { endOfTime, expectContent, insertAll } from "../expectContent";
import { next } from "../RecordFactory";

/** One for each thing that a database, a column type or a serializer might not return as it was. */
const kinds: Readonly<Record<string, JsonObject>> = {
    nothing: {},
    "all kinds of values": {
        text: "text",
        number: 1,
        yes: true,
        no: false,
        nothing: null,
        list: [1],
        object: { a: 1 }
    },
    "what is empty": {
        text: "",
        list: [],
        object: {},
        lists: [[], [[]]],
        objects: [{}, { object: {} }],
        "": "no name"
    },
    "as many levels as the core may keep": nested(16),
    "lists of mixed kinds": { list: [null, false, 0, "", [], {}, [null, { list: [true] }]] },
    "whole numbers": { values: [0, 1, -1, 255, 65_536, 2_147_483_648, 4_294_967_296, Number.MAX_SAFE_INTEGER] },
    "fractions and large numbers": { values: [0.1, -0.1, 0.1 + 0.2, 1e21, 1e-7, 1 / 3, 123_456_789.123_456_78] },
    "the outermost numbers": { values: [Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, Number.EPSILON] },
    "strings that look like other values": {
        values: ["1", "1.0", "true", "null", "undefined", "{}", "[]", "2026-11-23T10:00:00.000Z", "NaN", "0x10"]
    },
    "text of many scripts": {
        values: ["\u00e9", "e\u0301", "\u540d\u524d", "\u0645\u0631\u062d\u0628\u0627", "\u{1f600}"]
    },
    "joined emoji": {
        family: "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}",
        flag: "\u{1f1e9}\u{1f1ea}",
        "\u{1f511}": "key"
    },
    "characters with a meaning": {
        values: [
            "'",
            '"',
            "\\",
            "`",
            "''",
            "%",
            "_",
            "\n",
            "\r\n",
            "\t",
            " ",
            "\u0001",
            "\u001f",
            "\u007f",
            "\u2028",
            "\ufeff"
        ],
        edges: [" leading", "trailing ", "\ttab\t", "';--", "</script>", "${a}", "$1", "?", ":a", "@a", "\\u0041"]
    },
    "names with a meaning": {
        ...{ "a.b": 1, "a.b.c": { "d.e": 2 }, $set: { $inc: 3 }, $: 4, ".": 5, " ": 6, "a b": 7, "a'b": 8, 'a"b': 9 },
        ...{
            _id: "id",
            $loki: 1,
            meta: { revision: 1 },
            constructor: "c",
            toString: "t",
            length: 2,
            "0": "zero",
            A: 1,
            a: 2
        }
    },
    "names of the record's own fields": {
        ...{ key: "k", identityKey: "i", slot: "s", lookup: "l", revision: 99, createdAt: "c", dueAt: "d" },
        ...{ unsettled: true, data: { data: {} } }
    },
    "long strings": { text: "0123456789".repeat(10_000), wide: "\u540d\u{1f600}".repeat(20_000) },
    "many entries": { list: Array.from({ length: 2_000 }, (_, index) => ({ index, text: `entry ${index}` })) },
    "as much as the core may keep": ofSize(262_144),
    "what the core keeps": {
        process: { id: "IDP00000000000000001", status: "Approved", createdAt: "2026-11-23T10:00:00.000Z" },
        journal: [{ command: "cancel", sentAt: "2026-11-23T10:00:00.000Z", answer: null }]
    }
};

export const data: ContractGroup = (test) => {
    for (const [kind, value] of Object.entries(kinds)) {
        test(`returns exactly: ${kind}`, async (database) => {
            const port = await database.open();
            const inserted = database.records.holder(database.records.identity(), { dueAt: endOfTime, data: value });
            await port.insert(inserted);
            await expectContent("What was inserted comes back as it was.", port, [inserted]);

            const other = database.records.past(inserted.identityKey);
            await port.insert(other);
            const updated = next(other, { data: value });
            await port.update(updated, 1);
            await expectContent("What was updated comes back as it was.", port, [inserted, updated]);
        });
    }

    test("replaces data wholly by an update", async (database) => {
        const port = await database.open();
        let record = database.records.holder(database.records.identity(), {
            data: { kept: { inner: 1, dropped: 2 }, dropped: [1, 2, 3], list: [1, 2, 3] }
        });
        await port.insert(record);

        const successors: JsonObject[] = [
            { kept: { inner: 1 }, list: [1] },
            { list: { was: "a list" } },
            {},
            { new: 1 }
        ];
        for (const changed of successors) {
            record = next(record, { data: changed });
            await port.update(record, record.revision - 1);
            await expectContent("An update leaves nothing of the old data.", port, [record]);
        }
    });

    test("changes every field but key and identityKey by an update", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        let record = database.records.holder(identityKey, { dueAt: "2026-12-07T10:00:00.000Z", unsettled: true });
        await port.insert(record);

        for (const changes of [
            { dueAt: null },
            { dueAt: "2026-12-08T10:00:00.000Z" },
            { unsettled: false },
            { createdAt: "2026-11-20T10:00:00.000Z" },
            { slot: record.key },
            { lookup: `${identityKey}#IDPanother0000000001` },
            { slot: identityKey, dueAt: null, unsettled: true, data: { all: "at once" } }
        ]) {
            record = next(record, changes);
            await port.update(record, record.revision - 1);
            await expectContent(`An update stores ${JSON.stringify(changes)}.`, port, [record]);
        }
    });

    test("no longer finds a record by the lookup that it had before an update", async (database) => {
        const port = await database.open();
        const record = database.records.past(database.records.identity());
        const renamed = next(record, { lookup: `${record.identityKey}#IDPanother0000000001` });
        await port.insert(record);
        await port.update(renamed, 1);

        const successor = database.records.past(record.identityKey, { lookup: record.lookup });
        await port.insert(successor);
        await expectContent("A lookup that was left is free.", port, [renamed, successor]);
    });

    test("returns dates and revisions at their bounds", async (database) => {
        const port = await database.open();
        const dates = ["0000-01-01T00:00:00.000Z", "1970-01-01T00:00:00.000Z", endOfTime];
        const records = dates.map((date, index) => {
            const revision = [1, 2_147_483_648, Number.MAX_SAFE_INTEGER - 1][index];
            return database.records.holder(database.records.identity(), { createdAt: date, dueAt: date, revision });
        });
        await insertAll(port, records);

        await expectContent("Dates and revisions come back as they were.", port, records);
    });

    test("compares revisions wholly, up to the greatest", async (database) => {
        const port = await database.open();
        const two32 = 4_294_967_296;
        for (const revision of [2_147_483_647, two32, two32 + 1, Number.MAX_SAFE_INTEGER - 1]) {
            const record = database.records.holder(database.records.identity(), { revision });
            await port.insert(record);

            const stale = [revision + 1, revision - 1, revision % two32, revision | 0];
            for (const other of stale.filter((each) => each !== revision)) {
                const obligation = `Revision ${other} is not ${revision}.`;
                await expectFailure(obligation, "staleRevision", () => port.update(next(record), other));
                const remove = (): Promise<void> => port.delete(record.identityKey, record.key, other);
                await expectFailure(obligation, "staleRevision", remove);
            }
            await port.update(next(record), revision);
            const found = await port.findByLookup(record.lookup);
            expectEqual(`Revision ${revision} is followed by the next.`, found, next(record));
            await port.delete(record.identityKey, record.key, revision + 1);
        }
    });
};

/** So many levels of objects and arrays, the outermost one counted. */
function nested(levels: number): JsonObject {
    if (levels === 1) return { bottom: true };
    return levels === 2 ? { inner: nested(1) } : { levels, inner: nested(levels - 1), list: [{ levels }] };
}

/** So many bytes as JSON in UTF-8, most of them as short entries. */
function ofSize(bytes: number): JsonObject {
    const list = Array.from({ length: 1_000 }, (_, index) => `entry ${String(index).padStart(100, "0")}`);
    const used = JSON.stringify({ list, rest: "" }).length;
    return { list, rest: "r".repeat(bytes - used) };
}
