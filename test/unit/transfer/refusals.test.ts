import type { JsonObject, StoredRecord } from "../../../src";
import { ErrorCode } from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { isKeyMark } from "../../../src/application/pseudonym/KeyMark";
import { exportRecords, importRecords, type TransferError } from "../../../src/transfer";
import { alice, bob } from "../../support/fixtures";
import { allRecords } from "../../support/pseudonymization/marks";
import { recordOf, storeWith, withMethods } from "../../support/records";
import { forged } from "../../support/transfer/forge";
import { asyncOf, collected, contentOf, exported, linesWith, source } from "../../support/transfer/lines";
import { jsonOf } from "../../../src/domain/record/StoredRecord";

const noon = "2026-11-23T12:00:00.000Z";
const whole = recordOf(alice, { status: "Active", createdAt: noon, gracePeriodEndsAt: noon });
const past = recordOf(alice, { status: "Cancelled", createdAt: noon });

async function refusal(lines: readonly string[], target = new InMemoryPersistence()): Promise<TransferError> {
    const before = await target.open().then(() => contentOf(target));
    const error: unknown = await importRecords(target, source(lines)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "TransferError" });
    expect(await contentOf(target)).toEqual(before);
    return error as TransferError;
}

/** A key as the module makes them, in the order of its beginning. */
function keyNamed(beginning: string): string {
    return beginning.padEnd(26, "0");
}

function changed(changes: object): object {
    return { ...whole, ...changes };
}

function withProcess(changes: JsonObject): object {
    return changed({ data: { process: { ...(jsonOf(whole.data).process as JsonObject), ...changes } } });
}

describe(`${importRecords.name} of a record that breaks a rule`, () => {
    test.each<[string, unknown, RegExp]>([
        ["is no object", 7, /no JSON object/],
        ["is a list", [], /no JSON object/],
        ["lacks a field", { ...whole, dueAt: undefined }, /it has no dueAt/],
        ["has a field too many", changed({ owner: "x" }), /field that no record has/],
        ["has an empty key", changed({ key: "" }), /key is not/],
        ["has a key that is not ASCII", changed({ key: "kéy" }), /key is not/],
        ["has a key with a space", changed({ key: "a b" }), /key is not/],
        ["has somebody's address for a key", changed({ key: bob.address, slot: alice.address }), /key is not/],
        ["has a key that is too long by one", changed({ key: "r".repeat(27) }), /key is not/],
        ["says that it is another's", changed({ data: { ...whole.data, address: bob.address } }), /its address is not/],
        ["says that it is a number's", changed({ data: { ...whole.data, address: 7 } }), /its address is not/],
        ["has a key of those that are kept for the store's own records", changed({ key: "!a" }), /key is not/],
        ["has the name of the store's own record for an Identity", changed({ identityKey: "!store" }), /store's own/],
        ["has no Identity", changed({ identityKey: "" }), /identityKey is not/],
        ["has an overlong Identity", changed({ identityKey: "x".repeat(81) }), /identityKey is not/],
        ["has a NUL in its Identity", changed({ identityKey: "a\0" }), /U\+0000/],
        ["has a slot of its own", changed({ slot: "elsewhere" }), /slot is neither/],
        ["has a lookup that is no text", changed({ lookup: 1 }), /lookup is not a text/],
        ["has another's lookup", changed({ lookup: past.lookup }), /lookup does not name/],
        ["has revision 0", changed({ revision: 0 }), /revision is not/],
        ["has half a revision", changed({ revision: 1.5 }), /revision is not/],
        ["has a revision as text", changed({ revision: "1" }), /revision is not/],
        ["was created on a day that does not exist", changed({ createdAt: "2026-02-30T10:00:00.000Z" }), /createdAt/],
        ["was created in another form", changed({ createdAt: "2026-11-23" }), /createdAt/],
        ["is due at no date", changed({ dueAt: "soon" }), /dueAt/],
        ["is neither settled nor unsettled", changed({ unsettled: 1 }), /unsettled/],
        ["has no data", changed({ data: [] }), /data is no JSON object/],
        ["has half a surrogate pair in its data", changed({ data: { ...whole.data, a: ["\ud800"] } }), /surrogate/],
        ["has a NUL in a name", changed({ data: { ...whole.data, "a\0": 1 } }), /U\+0000/],
        ["holds no process", changed({ data: {} }), /holds no process/],
        ["has a process without an id", withProcess({ id: "" }), /not of the form of a process/],
        ["has a process without a status", withProcess({ status: 3 }), /not of the form of a process/],
        ["has a process whose date does not exist", withProcess({ cancelledAt: "2026-02-30T10:00:00.000Z" }), /date/],
        ["is open and holds no slot", changed({ slot: whole.key }), /does not hold the slot/],
        ["is over and holds the slot", withProcess({ status: "Cancelled" }), /over, and it holds the slot/],
        [
            "is in doubt and has another's lookup",
            { ...whole, unsettled: true, data: { authority: "backbone" } },
            /its Identity and its key/
        ]
    ])("says which, and inserts nothing: one that %s", async (_, record, reason) => {
        const first = { ...past, key: keyNamed("first"), slot: keyNamed("first"), lookup: past.lookup };
        const error = await refusal(forged([first, record]));

        expect(error.code).toBe(ErrorCode.importIsInvalid);
        expect(error.place.line).toBe(3);
        expect(error.message).toMatch(reason);
        expect(error.message).not.toContain(alice.address);
    });

    test("names its key", async () => {
        const { message, place } = await refusal(forged([changed({ revision: 0 })]));
        expect(place).toEqual({ line: 2, key: whole.key });
        expect(message).toBe(`Line 2, record ${whole.key}: revision is not a whole number of 1 or more.`);
    });

    test("refuses numbers that JSON can say and no store can keep, and the name that JavaScript takes for a prototype", async () => {
        const lines = forged([whole]);
        for (const data of ['{"a":1e999}', '{"a":{"__proto__":1}}']) {
            const broken = lines.map((line) => line.replace(/"data":\{/, `"data":{"more":${data},`));
            expect((await refusal(broken)).message).toContain("a number that is not finite, or the name __proto__");
        }
    });
});

describe(`${importRecords.name} of records that exclude each other`, () => {
    const second: StoredRecord = { ...recordOf(alice, { status: "Active" }), key: keyNamed("s") };

    test.each<[string, StoredRecord[], RegExp]>([
        ["two open processes of one Identity", [whole, second], /holds the same slot/],
        ["two of one lookup", [past, { ...past, key: keyNamed("z"), slot: keyNamed("z") }], /has the same lookup/],
        ["two of one key", [past, { ...past }], /key is not behind/],
        [
            "a key out of order",
            [past, { ...recordOf(alice, { status: "Cancelled" }), key: keyNamed("A"), slot: keyNamed("A") }],
            /not behind/
        ],
        [
            "a slot that is another's key",
            [{ ...past, key: keyNamed("a"), slot: keyNamed("a") }, ofIdentityNamed(keyNamed("a"))],
            /holds the same slot/
        ]
    ])("%s: names the second", async (_, records, reason) => {
        const error = await refusal(forged(records));
        expect(error.code).toBe(ErrorCode.importIsInvalid);
        expect(error.place).toEqual({ line: 3, key: records[1].key });
        expect(error.message).toMatch(reason);
    });

    function ofIdentityNamed(address: string): StoredRecord {
        return { ...recordOf({ ...alice, address }, { status: "Active" }), key: keyNamed("b") };
    }
});

describe(`${importRecords.name} of what is not whole`, () => {
    let lines: string[];
    beforeEach(async () => (lines = await linesWith(past, whole)));

    test.each<[string, (lines: string[]) => string[], RegExp]>([
        ["nothing at all", () => [], /^There is nothing to import\.$/],
        ["a file cut off behind a record", (all) => all.slice(0, -1), /no trailer behind line 3/],
        [
            "a file cut off within a line",
            (all) => [...all.slice(0, 2), all[2].slice(0, 40)],
            /Line 3: this is not JSON/
        ],
        ["a record too few", (all) => all.filter((_, index) => index !== 1), /tells of 2 records, and there are 1/],
        [
            "a changed record",
            (all) => all.map((line) => line.replace('"Cancelled"', '"Rejected"')),
            /checksum is wrong/
        ],
        ["something behind the trailer", (all) => [...all, all[1]], /Line 5: something follows the trailer/],
        ["a file of another kind", () => ['{"hello":"world"}'], /not an export/],
        ["a header that is no object", () => ["null"], /not an export/],
        [
            "a later format",
            (all) => [all[0].replace('"version":1', '"version":2'), ...all.slice(1)],
            /update the software/
        ],
        ["a header without the key", (all) => [all[0].replace("null", "1"), ...all.slice(1)], /which pseudonym key/],
        ["an empty line", (all) => [...all.slice(0, 2), "", ...all.slice(2)], /Line 3: this is not JSON/]
    ])("refuses %s", async (_, damage, reason) => {
        const error = await refusal(damage(lines));
        expect(error).toMatchObject({ code: ErrorCode.importIsInvalid });
        expect(error.message).toMatch(reason);
    });

    test("takes the same content in another spelling", async () => {
        const target = new InMemoryPersistence();
        const spelled = lines.map((line) => JSON.stringify(JSON.parse(line), null, 1).replace(/\n/g, " "));
        await importRecords(target, source(["\ufeff" + spelled[0], ...spelled.slice(1)]));
        expect(await exported(target)).toEqual(lines);
    });

    test("refuses lines that change between one reading and the next", async () => {
        const other = await linesWith(past);
        const target = new InMemoryPersistence();
        let reading = 0;
        const importing = importRecords(target, () => asyncOf(++reading === 1 ? lines : other));
        await expect(importing).rejects.toMatchObject({
            code: ErrorCode.importIsInvalid,
            message: expect.stringMatching(/changed while it was read/)
        });
    });
});

describe(`${importRecords.name} into a store that holds something else`, () => {
    test.each<[string, StoredRecord, RegExp]>([
        ["the record, differently", { ...whole, revision: 2 }, /it is not the same there/],
        ["another holder of the slot", { ...whole, key: "other", lookup: `${alice.address}#other` }, /holds the slot/],
        ["its process under another key", { ...past, key: "z", slot: "z", lookup: whole.lookup }, /has its process/]
    ])("refuses, before it inserts anything: %s", async (_, stored, reason) => {
        const lines = await linesWith(recordOf(bob, { status: "Active" }), whole);
        const error = await refusal(lines, await storeWith(stored));
        expect(error.code).toBe(ErrorCode.importIsInConflict);
        expect(error.place.key).toBe(whole.key);
        expect(error.message).toMatch(reason);
    });

    test.each([
        ["slot", { key: "other", lookup: `${alice.address}#other` }, /holds the slot/],
        ["process", { key: "other", slot: "other" }, /has its process or its key/],
        [
            "key",
            { identityKey: bob.address, lookup: `${bob.address}#other`, slot: whole.key },
            /has its process or its key/
        ]
    ])("refuses what comes into its place, its %s, while it is imported", async (_, changes, reason) => {
        const store = await storeWith();
        const rival = { ...whole, ...changes };
        const target = withMethods(store, {
            insert: async (record) => {
                if (!isKeyMark(record)) await store.insert(rival).catch(() => undefined);
                await store.insert(record);
            }
        });
        await expect(importRecords(target, source(await linesWith(whole)))).rejects.toMatchObject({
            code: ErrorCode.importIsInConflict,
            place: { line: 2, key: whole.key },
            message: expect.stringMatching(reason)
        });
        expect(await allRecords(store)).toEqual([rival]);
    });

    test("takes for its own what another import of the same inserts meanwhile", async () => {
        const target = await storeWith();
        const lines = await linesWith(past, whole);
        const [one, other] = await Promise.all(
            [1, 2].map(() => importRecords(target, source(lines), { batchSize: 1 }))
        );
        expect(one.inserted + other.inserted).toBe(2);
        expect(await allRecords(target)).toEqual([past, whole].sort((a, b) => (a.key < b.key ? -1 : 1)));
    });

    test.each<[string, Partial<StoredRecord> | undefined, RegExp]>([
        ["changed", { revision: 2 }, /it is not the same there/],
        ["removed", undefined, /gone from the store/]
    ])("notices when what it brought is %s before it is done", async (_, changes, reason) => {
        const store = await storeWith();
        const importing = importRecords(store, source(await linesWith(whole)), {
            onProgress: ({ step }) => {
                if (step !== "inserting") return;
                // In memory a write is done when the call returns.
                if (changes === undefined) void store.delete(whole.identityKey, whole.key, 1);
                else void store.update({ ...whole, ...changes }, 1);
            }
        });
        await expect(importing).rejects.toMatchObject({
            code: ErrorCode.importIsInConflict,
            message: expect.stringMatching(reason)
        });
    });

    test("hands on what the store itself fails with", async () => {
        const store = await storeWith();
        const failure = new Error("the disk is full");
        const target = withMethods(store, { insert: () => Promise.reject(failure) });
        await expect(importRecords(target, source(await linesWith(whole)))).rejects.toBe(failure);
    });
});

describe(exportRecords.name, () => {
    test("gives no trailer where two processes of one Identity were open while it read", async () => {
        const store = await storeWith({ ...whole, key: keyNamed("a") });
        const lines: string[] = [];
        const reading = (async () => {
            for await (const line of exportRecords(store, { pageSize: 1 })) {
                if (lines.push(line) !== 2) continue;
                const cancelled = { ...(jsonOf(whole.data).process as JsonObject), status: "Cancelled" };
                const key = keyNamed("a");
                await store.update({ ...whole, key, slot: key, revision: 2, data: { process: cancelled } }, 1);
                await store.insert({ ...recordOf(alice, { status: "Active" }), key: keyNamed("b") });
            }
        })();
        await expect(reading).rejects.toMatchObject({
            code: ErrorCode.storeIsCorrupt,
            place: { key: keyNamed("b") },
            message: expect.stringMatching(/if the host is running, stop it/)
        });
        expect(lines).toHaveLength(2);
    });

    test("names the record of a store that holds what no import would take", async () => {
        const store = await storeWith({ ...past, revision: -1 });
        await expect(collected(exportRecords(store))).rejects.toMatchObject({ place: { key: past.key } });
    });

    test("exports an empty store as a header and a trailer", async () => {
        const lines = await exported(new InMemoryPersistence());
        expect(lines).toHaveLength(2);
        expect(await importRecords(new InMemoryPersistence(), source(lines))).toMatchObject({ count: 0, inserted: 0 });
    });
});
