import type { JsonObject, PersistencePort, StoredRecord } from "../../../ports/PersistencePort";
import { requireReadable } from "../../../ports/unreadableRecords";
import { broken, expectEqual, expectFailure } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import { endOfTime, expectContent, insertAll } from "../expectContent";
import { next } from "../RecordFactory";
import { jsonOf } from "../../../domain/record/StoredRecord";

const reads: Readonly<Record<string, (port: PersistencePort, record: StoredRecord) => Promise<StoredRecord[]>>> = {
    findCurrent: (port, record) => port.findCurrent(record.identityKey),
    findByLookup: async (port, record) =>
        [await port.findByLookup(record.lookup)].filter((found) => found !== undefined),
    list: async (port, record) => requireReadable(await port.list(record.identityKey)),
    findDue: async (port) => requireReadable(await port.findDue(endOfTime, 10)),
    scan: async (port) => requireReadable(await port.scan(undefined, 10))
};

export const aliasing: ContractGroup = (test) => {
    for (const [name, read] of Object.entries(reads)) {
        test(`returns by ${name} what the caller may change`, async (database) => {
            const port = await database.open();
            const [first, second] = [1, 2].map(() => {
                return database.records.holder(database.records.identity(), { dueAt: endOfTime });
            });
            await insertAll(port, [first, second]);

            for (let time = 1; time <= 2; time++) {
                const found = await read(port, first);
                expectEqual(`${name} finds the record.`, found[0], first);
                for (const record of found) spoil(record);
                found.reverse().pop();
                await expectContent(`Changing what ${name} gave changes nothing stored.`, port, [first, second]);
            }
        });
    }

    test("keeps what was inserted, whatever becomes of the caller's object", async (database) => {
        const port = await database.open();
        const given = database.records.holder(database.records.identity(), { dueAt: endOfTime });
        const inserted = copyOf(given);
        await port.insert(given);
        expectEqual("insert leaves the caller's object as it was.", given, inserted);

        spoil(given);

        await expectContent("Changing what was inserted changes nothing stored.", port, [inserted]);
        const rival = database.records.holder(inserted.identityKey);
        await expectFailure("The slot is held as it was inserted.", "slotTaken", () => port.insert(rival));
    });

    test("keeps what was updated, whatever becomes of the caller's object", async (database) => {
        const port = await database.open();
        const given = next(database.records.holder(database.records.identity(), { dueAt: endOfTime }));
        const updated = copyOf(given);
        await port.insert({ ...given, revision: 1 });
        await port.update(given, 1);
        expectEqual("update leaves the caller's object as it was.", given, updated);

        spoil(given);

        await expectContent("Changing what was updated changes nothing stored.", port, [updated]);
        await port.update(next(updated), 2);
    });

    test("keeps records apart that were given the same data", async (database) => {
        const port = await database.open();
        const data = { shared: { list: [1, 2] } };
        const [first, second] = [1, 2].map(() => database.records.holder(database.records.identity(), { data }));
        await insertAll(port, [first, second]);

        spoil(await port.findByLookup(first.lookup));

        const expected = [first, second].map((record) => ({ ...record, data: { shared: { list: [1, 2] } } }));
        await expectContent("Two records never share their data.", port, expected);
    });
};

/** Changes every field, and the data at every depth. */
function spoil(record: StoredRecord | undefined): void {
    if (record === undefined) broken("What was stored is found.", "a record", "undefined");
    try {
        spoilObject(jsonOf(record.data));
        const spoiled = { slot: "spoiled", lookup: "spoiled", createdAt: "spoiled", dueAt: null, unsettled: true };
        Object.assign(record, { key: "spoiled", identityKey: "spoiled", revision: 99, ...spoiled, data: {} });
    } catch (error) {
        broken("The caller may change what came out.", "an object that can be changed", String(error));
    }
}

function spoilObject(object: JsonObject): void {
    for (const [name, value] of Object.entries(object)) {
        if (Array.isArray(value)) {
            for (const element of value) {
                if (typeof element === "object" && element !== null) spoilObject(element as JsonObject);
            }
            value.push("spoiled");
        } else if (typeof value === "object" && value !== null) spoilObject(value);
        else object[name] = "spoiled";
    }
    object.spoiled = true;
}

function copyOf(record: StoredRecord): StoredRecord {
    return JSON.parse(JSON.stringify(record)) as StoredRecord;
}
