import { ErrorCode, type JsonObject, type StoredRecord } from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { firstDueDateOf } from "../../../src/domain/decisions/initiate";
import { readRecord } from "../../../src/domain/record/codec";
import { type EnmeshedImportOptions, importEnmeshedProcesses } from "../../../src/transfer";
import { alice, createModule } from "../../support/fixtures";
import { recordOf, storeWith } from "../../support/records";
import { contentOf, exported } from "../../support/transfer/lines";
import { jsonOf } from "../../../src/domain/record/StoredRecord";

const createdAt = "2026-11-20T10:00:00.000Z";
const gracePeriodEndsAt = "2026-12-04T10:00:00.000Z";
const running = { id: "IDP00000000000000001", status: "Approved", createdAt, gracePeriodEndsAt };
const ofAlice: EnmeshedImportOptions = { address: alice.address };

function old(number: number, properties: JsonObject = {}): JsonObject {
    return { id: `IDP${String(number).padStart(17, "a")}`, status: "Cancelled", createdAt, ...properties };
}

async function imported(documents: unknown, options = ofAlice): Promise<StoredRecord[]> {
    const store = new InMemoryPersistence();
    const text = typeof documents === "string" ? documents : JSON.stringify(documents);
    await importEnmeshedProcesses(store, text, options);
    return await store.list(alice.address);
}

/** What the core would have written for the same process. */
function dueAtOf(record: StoredRecord): unknown {
    const dueAt = firstDueDateOf(readRecord(record).process!);
    expect(dueAt).not.toBeNull();
    return dueAt;
}

function processIn(record: StoredRecord): unknown {
    return jsonOf(record.data).process;
}

describe(importEnmeshedProcesses.name, () => {
    test("gives each record the place that the module would have given it, and keeps its status as it is", async () => {
        const [cancelled, approved] = await imported([running, old(1, { createdAt: "2025-01-01T00:00:00.000Z" })]);

        expect(approved).toEqual({
            ...{ key: approved.key, identityKey: alice.address, slot: alice.address, revision: 1, createdAt },
            ...{ lookup: `${alice.address}#${running.id}`, dueAt: dueAtOf(approved), unsettled: false },
            data: { process: running }
        });
        expect(cancelled).toMatchObject({ slot: cancelled.key, dueAt: null });
        expect(approved.key).toMatch(/^[0-9a-f]{32}$/);
    });

    test("takes a JSON array, one document a line, and a byte order mark", async () => {
        const documents = [running, old(1)];
        const lines = documents.map((document) => JSON.stringify(document)).join("\n");
        const expected = await imported(documents);
        expect(expected).toHaveLength(2);
        expect(await imported(lines)).toEqual(expected);
        expect(await imported(`\ufeff${lines.replace("\n", "\r\n\r\n")}\n`)).toEqual(expected);
        expect(await imported("[]")).toEqual([]);
        expect(await imported("")).toEqual([]);
    });

    test("keeps what else a document has, and leaves out null and what a database has added", async () => {
        const added = { _id: { $oid: "1" }, $loki: 3, meta: { revision: 0 }, cancelledAt: null };
        const kept = { approvedAt: createdAt, approvedByDevice: alice.deviceId, reminders: [{ sent: true }] };
        const [record] = await imported([{ ...running, ...added, ...kept }]);
        expect(processIn(record)).toEqual({ ...running, ...kept });
    });

    test("brings dates into the form of the module", async () => {
        const dates = { createdAt: "2026-11-20T11:00:00+01:00", gracePeriodEndsAt: "2026-12-04T10:00:00.1234567Z" };
        const [record] = await imported([{ ...running, ...dates }]);
        expect(record).toMatchObject({ createdAt, dueAt: dueAtOf(record) });
        expect(processIn(record)).toMatchObject({ createdAt, gracePeriodEndsAt: "2026-12-04T10:00:00.123Z" });
    });

    test("inserts nothing when it is run again, also with documents that have come since", async () => {
        const store = new InMemoryPersistence();
        const bringIn = async (...documents: object[]): Promise<object> =>
            await importEnmeshedProcesses(store, JSON.stringify(documents), ofAlice);
        expect(await bringIn(running)).toMatchObject({ inserted: 1, alreadyThere: 0 });
        const before = await contentOf(store);
        expect(await bringIn(running)).toMatchObject({ inserted: 0, alreadyThere: 1 });
        expect(await contentOf(store)).toEqual(before);
        expect(await bringIn(old(1), running)).toMatchObject({ inserted: 1, alreadyThere: 1 });
    });

    test("refuses to take back what has happened since it was run", async () => {
        const store = new InMemoryPersistence();
        const text = JSON.stringify([running]);
        await importEnmeshedProcesses(store, text, ofAlice);
        const { module } = await createModule({ persistence: store, lifecycle: "elsewhere" });
        expect(
            await module.forIdentity(alice).identityDeletionProcesses.cancelIdentityDeletionProcess()
        ).toBeSuccessful();

        await expect(importEnmeshedProcesses(store, text, ofAlice)).rejects.toMatchObject({
            code: ErrorCode.importIsInConflict
        });
        expect((await store.list(alice.address))[0]).toMatchObject({ data: { process: { status: "Cancelled" } } });
    });

    test("refuses an Identity that already has an open process in the store", async () => {
        const store = await storeWith(recordOf(alice, { status: "Active" }));
        await expect(importEnmeshedProcesses(store, JSON.stringify([running]), ofAlice)).rejects.toMatchObject({
            code: ErrorCode.importIsInConflict
        });
    });

    test("can be exported and imported like any other record", async () => {
        const store = new InMemoryPersistence();
        await importEnmeshedProcesses(store, JSON.stringify([running, old(1)]), ofAlice);
        expect(await exported(store)).toHaveLength(4);
    });

    test.each<[string, unknown, object, RegExp]>([
        [
            "two open ones, both named",
            [running, old(1), old(2, { status: "Deleting" })],
            { processIds: [running.id, old(2).id] },
            /^IDP0{16}1, IDPa{16}2: an Identity has at most one/
        ],
        [
            "an open one next to a deleted one",
            [old(1, { status: "Deleted" }), running],
            { processIds: [old(1).id, running.id] },
            /at most one/
        ],
        ["two of one id", [old(1), old(1)], { document: 2, processIds: [old(1).id] }, /same id/],
        ["a document that is no object", [running, 3], { document: 2 }, /no JSON object/],
        ["a list in a list", [[running]], { document: 1 }, /no JSON object/],
        ["no id", [{ ...running, id: undefined }], { document: 1 }, /id is not/],
        ["an id of another kind", [{ ...running, id: "DVC00000000000000001" }], { document: 1 }, /id is not/],
        ["no status", [{ ...running, status: null }], { document: 1 }, /status is not/],
        ["an empty status", [{ ...running, status: "" }], { document: 1 }, /status is not/],
        [
            "a day that does not exist",
            [old(1, { cancelledAt: "2026-02-30T10:00:00.000Z" })],
            { document: 1 },
            /cancelledAt is not a date/
        ],
        [
            "a date without a zone",
            [old(1, { createdAt: "2026-11-20T10:00:00" })],
            { document: 1 },
            /createdAt is not a date/
        ],
        [
            "a date that no record can hold",
            [old(1, { approvedAt: "9999-12-31T23:59:59-10:00" })],
            { document: 1 },
            /approvedAt/
        ],
        ["a date as a number", [old(1, { createdAt: 1 })], { document: 1 }, /createdAt is not a date/],
        [
            "a device that is no text",
            [old(1, { createdByDevice: 7 })],
            { document: 1 },
            /createdByDevice is not a text/
        ],
        ["an empty device", [old(1, { cancelledByDevice: "" })], { document: 1 }, /cancelledByDevice is not a text/],
        ["what no store can keep", [old(1, { note: "\0" })], { processIds: [old(1).id] }, /U\+0000/],
        [
            "a name that no store can keep",
            `[{"__proto__":{"a":1},"id":"${running.id}","status":"Approved"}]`,
            { document: 1 },
            /no store can keep/
        ],
        ["text that is no JSON", "[{", {}, /^This is not JSON/],
        ["a line that is no JSON", `${JSON.stringify(running)}\n{`, { line: 2 }, /^Line 2: this is not JSON/]
    ])("refuses, and inserts nothing: %s", async (_, documents, place, message) => {
        const store = await storeWith();
        const text = typeof documents === "string" ? documents : JSON.stringify(documents);
        await expect(importEnmeshedProcesses(store, text, ofAlice)).rejects.toMatchObject({
            code: ErrorCode.importIsInvalid,
            place,
            message: expect.stringMatching(message)
        });
        expect(await contentOf(store)).toEqual([]);
    });
});
