import { randomBytes } from "node:crypto";
import { ErrorCode, IdentityDeletionModule, type StoredRecord } from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { PseudonymKey } from "../../../src/pseudonymization";
import { importEnmeshedProcesses, importRecords } from "../../../src/transfer";
import { alice, bob } from "../../support/fixtures";
import { allRecords, markOf, oldMarkOf } from "../../support/pseudonymization/marks";
import { recordOf, storeWith, withMethods } from "../../support/records";
import { forged } from "../../support/transfer/forge";
import { contentOf, exported, linesWith, source } from "../../support/transfer/lines";
import { jsonOf } from "../../../src/domain/record/StoredRecord";

const ours = PseudonymKey.of(randomBytes(32));
const another = PseudonymKey.of(randomBytes(32));
const running = { id: "IDP00000000000000001", status: "Approved", createdAt: "2026-11-20T10:00:00.000Z" };

/** A store that a module with this key has made, with a process in it. */
async function keyedStore(pseudonymKey = ours): Promise<InMemoryPersistence> {
    const persistence = new InMemoryPersistence();
    const module = await IdentityDeletionModule.create({ persistence, pseudonymKey, lifecycle: "elsewhere" });
    const { identityDeletionProcesses } = module.forIdentity(alice);
    expect(await identityDeletionProcesses.initiateIdentityDeletionProcess()).toBeSuccessful();
    return persistence;
}

describe("A store without a pseudonym key", () => {
    test("stays empty where it is only exported, and is marked by an import, so that no key fits any more", async () => {
        const empty = new InMemoryPersistence();
        await exported(empty);
        expect(await contentOf(empty)).toEqual([]);

        const persistence = new InMemoryPersistence();
        await importRecords(persistence, source(await linesWith(recordOf(alice, { status: "Active" }))));
        const [mark] = await contentOf(persistence);
        expect(mark.data).toEqual(markOf(undefined).data);
        await expect(IdentityDeletionModule.create({ persistence, pseudonymKey: ours })).rejects.toMatchObject({
            code: ErrorCode.storeIsNotConverted
        });
    });
});

describe("A store with a pseudonym key", () => {
    test("is exported with the key's id, and imported as a store with that key", async () => {
        const lines = await exported(await keyedStore());
        expect(lines).toHaveLength(3);
        expect(JSON.parse(lines[0])).toMatchObject({ pseudonymKey: ours.id });

        const persistence = new InMemoryPersistence();
        expect(await importRecords(persistence, source(lines))).toMatchObject({ count: 1, inserted: 1 });
        expect(await importRecords(persistence, source(lines))).toMatchObject({ count: 1, inserted: 0 });
        expect(await exported(persistence)).toEqual(lines);
        await persistence.open();

        const module = await IdentityDeletionModule.create({ persistence, pseudonymKey: ours, lifecycle: "elsewhere" });
        const { identityDeletionProcesses } = module.forIdentity(alice);
        expect(await identityDeletionProcesses.getActiveIdentityDeletionProcess()).toBeSuccessful();
        await expect(IdentityDeletionModule.create({ persistence, pseudonymKey: another })).rejects.toMatchObject({
            code: ErrorCode.pseudonymKeyIsWrong
        });
    });

    test("of release 0.1.0 is exported, and takes what was exported with the same key", async () => {
        const records = await allRecords(await keyedStore());
        const from = await storeWith(oldMarkOf(ours), ...records);
        const lines = await exported(from);
        expect(lines).toEqual(await linesWith(markOf(ours), ...records));
        const target = await storeWith(oldMarkOf(ours));
        expect(await importRecords(target, source(lines))).toMatchObject({ inserted: 1 });
        expect(await contentOf(target)).toEqual([oldMarkOf(ours), ...records]);
    });

    test("refuses an import that a module without a key comes in front of", async () => {
        const store = new InMemoryPersistence();
        const lines = await exported(await keyedStore());
        const beginning = withMethods(store, {
            insert: async (record) => {
                await store.insert(markOf(undefined)).catch(() => undefined);
                await store.insert(record);
            }
        });
        await expect(importRecords(beginning, source(lines))).rejects.toMatchObject({
            code: ErrorCode.importIsInConflict
        });
        expect(await contentOf(store)).toEqual([markOf(undefined)]);
    });

    test("takes what was exported with the same key beside what it holds", async () => {
        const target = await keyedStore();
        const [other] = await allRecords(await keyedStore());
        const identityKey = ours.identityKeyOf(bob.address);
        const bobs = { ...other, identityKey, slot: identityKey, key: "z".repeat(26) };
        const lines = await linesWith(markOf(ours), {
            ...bobs,
            lookup: `${identityKey}#${(jsonOf(bobs.data).process as { id: string }).id}`,
            data: { ...bobs.data, address: bob.address }
        });
        expect(await importRecords(target, source(lines))).toMatchObject({ inserted: 1 });
        expect(await allRecords(target)).toHaveLength(2);
    });

    test.each<[string, () => Promise<InMemoryPersistence>, () => Promise<string[]>, RegExp]>([
        [
            "another key's, with a key",
            () => keyedStore(),
            async () => await exported(await keyedStore(another)),
            /another pseudonym key/
        ],
        [
            "no key's, with a key",
            () => keyedStore(),
            async () => await linesWith(recordOf(alice, { status: "Active" })),
            /and what is imported was not/
        ],
        [
            "a key's, without one",
            () => storeWith(recordOf(alice, { status: "Active" })),
            async () => await exported(await keyedStore()),
            /was used with a pseudonym key, and the store without one: import it into a new store/
        ],
        [
            "a key's, into a store that says that it is used without one",
            () => storeWith(markOf(undefined)),
            async () => await exported(await keyedStore()),
            /was used with a pseudonym key, and the store without one/
        ],
        [
            "no key's, into a store with release 0.1.0's mark",
            () => storeWith(oldMarkOf(ours)),
            async () => await linesWith(recordOf(alice, { status: "Active" })),
            /and what is imported was not/
        ],
        [
            "a key's, half converted",
            () => storeWith(markOf(ours, true)),
            async () => await exported(await keyedStore()),
            /conversion to a pseudonym key has not ended/
        ]
    ])("refuses what is %s", async (_, target, lines, reason) => {
        const store = await target();
        const before = await contentOf(store);
        await expect(importRecords(store, source(await lines()))).rejects.toMatchObject({
            code: ErrorCode.importIsInConflict,
            message: expect.stringMatching(reason)
        });
        expect(await contentOf(store)).toEqual(before);
    });

    test("is not exported while its conversion has not ended", async () => {
        const store = await storeWith(markOf(ours, true));
        await expect(exported(store)).rejects.toMatchObject({ code: ErrorCode.importIsInConflict });
    });

    test("takes no address for a pseudonym, and no open process that does not say whose it is", async () => {
        const [record] = await allRecords(await keyedStore());
        const header = { pseudonymKey: ours.id };
        const refused: [StoredRecord, RegExp][] = [
            [recordOf(alice, { status: "Active" }), /no pseudonym/],
            [{ ...record, data: { process: jsonOf(record.data).process } }, /has no address/],
            [markOf(ours), /key is not/]
        ];
        for (const [broken, reason] of refused) {
            await expect(importRecords(new InMemoryPersistence(), source(forged([broken], header)))).rejects.toThrow(
                reason
            );
        }
        const tombstone = {
            ...record,
            data: { process: { ...(jsonOf(record.data).process as object), status: "Deleted" } }
        };
        expect(await importRecords(new InMemoryPersistence(), source(forged([tombstone], header)))).toMatchObject({
            count: 1
        });
    });

    test("takes no record of one Identity that names another, where it is given the key", async () => {
        const [record] = await allRecords(await keyedStore());
        const foreign = { ...record, data: { ...record.data, address: bob.address } };
        const lines = source(forged([foreign], { pseudonymKey: ours.id }));
        const store = new InMemoryPersistence();
        const error: unknown = await importRecords(store, lines, { pseudonymKey: ours }).catch(
            (thrown: unknown) => thrown
        );
        expect(error).toMatchObject({ code: ErrorCode.importIsInvalid, place: { line: 2, key: record.key } });
        expect((error as Error).message).toMatch(/its address is not the one that its identityKey is made of/);
        expect((error as Error).message).not.toContain(bob.address);
        expect(await contentOf(store)).toEqual([]);

        const mine = source(forged([record], { pseudonymKey: ours.id }));
        await expect(importRecords(store, mine, { pseudonymKey: another })).rejects.toMatchObject({
            code: ErrorCode.importIsInConflict
        });
        expect(await importRecords(store, mine, { pseudonymKey: ours })).toMatchObject({ inserted: 1 });
    });

    test("takes an older Runtime's processes, given the key", async () => {
        const persistence = await storeWith(markOf(ours));
        const text = JSON.stringify([running]);
        await importEnmeshedProcesses(persistence, text, { address: alice.address, pseudonymKey: ours });

        expect(await allRecords(persistence)).toMatchObject([
            { identityKey: ours.identityKeyOf(alice.address), data: { address: alice.address, process: running } }
        ]);
        const module = await IdentityDeletionModule.create({ persistence, pseudonymKey: ours, lifecycle: "elsewhere" });
        const { identityDeletionProcesses } = module.forIdentity(alice);
        expect(await identityDeletionProcesses.getActiveIdentityDeletionProcess()).toBeSuccessful();
        await expect(importEnmeshedProcesses(persistence, text, { address: alice.address })).rejects.toMatchObject({
            code: ErrorCode.importIsInConflict
        });
    });
});
