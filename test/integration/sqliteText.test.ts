import { SqlitePersistence } from "../../src/adapters/sqlite";
import { requireReadable } from "../../src/ports/unreadableRecords";
import { alice } from "../support/fixtures";
import { persistenceError } from "../support/persistenceErrors";
import { recordOf } from "../support/records";

/** Addresses and keys are any JavaScript strings; SQLite's text is not. */
describe(`${SqlitePersistence.name} with unusual text`, () => {
    test("keeps Identities apart that differ in half a surrogate pair or in what follows U+0000", async () => {
        const store = SqlitePersistence.open(":memory:");
        await store.open();
        const addresses = ["\ud800", "\ud801", "\ufffd", "a\0b", "a\0c", "a", "\ue000d800", "\u0001" + "0", "\0"];
        const records = addresses.map((address) => recordOf({ ...alice, address }, { status: "Active" }));
        for (const record of records) await store.insert(record);

        for (const record of records) {
            expect(await store.findCurrent(record.identityKey)).toEqual([record]);
            expect(await store.list(record.identityKey)).toEqual([record]);
            expect(await store.findByLookup(record.lookup)).toEqual(record);
        }
        await store.close();
    });

    test("lists in the order of code units, also across pages", async () => {
        const store = SqlitePersistence.open(":memory:");
        await store.open();
        const keys = ["\0", "\u0001", "a", "\ud7ff", "\u{10000}", "\u{10ffff}", "\ud800", "\udfff", "\ue000", "\uffff"];
        for (const key of keys) await store.insert(recordOf(alice, { status: "Cancelled" }, { key, slot: key }));

        const found: string[] = [];
        let page = requireReadable(await store.list(alice.address, undefined, 3));
        while (page.length > 0) {
            found.push(...page.map(({ key }) => key));
            page = requireReadable(await store.list(alice.address, page[page.length - 1], 3));
        }
        expect(found).toEqual([...keys].sort((one, other) => (one < other ? -1 : 1)));
        await store.close();
    });

    test("says slotTaken where the key, the lookup and the slot are all taken by others", async () => {
        const store = SqlitePersistence.open(":memory:");
        await store.open();
        const holder = recordOf(alice, { status: "Active" });
        const old = recordOf(alice, { status: "Cancelled" });
        await store.insert(holder);
        await store.insert(old);

        await expect(store.insert({ ...old, slot: holder.slot })).rejects.toMatchObject(persistenceError("slotTaken"));
        await expect(store.insert({ ...holder })).rejects.toMatchObject(persistenceError("duplicate"));
        expect(await store.list(alice.address)).toHaveLength(2);
        await store.close();
    });
});
