import type { StoredRecord } from "../../../../src";
import { InMemoryPersistence } from "../../../../src/adapters/memory";
import { alice, bob } from "../../../support/fixtures";
import { recordOf, storeWith } from "../../../support/records";

const day = (number: number): string => `2026-11-${number}T10:00:00.000Z`;
const active = (changes: Partial<StoredRecord> = {}): StoredRecord =>
    recordOf(alice, { status: "Active", createdAt: day(23), gracePeriodEndsAt: day(30) }, changes);
const cancelled = (createdAt: string, changes: Partial<StoredRecord> = {}): StoredRecord =>
    recordOf(alice, { status: "Cancelled", createdAt }, changes);
const next = (record: StoredRecord, changes: Partial<StoredRecord> = {}): StoredRecord => ({
    ...record,
    revision: record.revision + 1,
    ...changes
});

describe(InMemoryPersistence.name, () => {
    test("says that it is not durable", () => {
        expect(new InMemoryPersistence().isDurable).toBe(false);
    });

    test.each<[string, (store: InMemoryPersistence) => Promise<unknown>]>([
        ["insert", async (store) => await store.insert(active())],
        ["update", async (store) => await store.update(active(), 1)],
        ["delete", async (store) => await store.delete(alice.address, "key", 1)],
        ["findCurrent", async (store) => await store.findCurrent(alice.address)],
        ["findByLookup", async (store) => await store.findByLookup("lookup")],
        ["list", async (store) => await store.list(alice.address)],
        ["findDue", async (store) => await store.findDue(day(30), 1)]
    ])("is unavailable to %s before it is opened and after it is closed", async (_, call) => {
        const store = new InMemoryPersistence();
        const unavailable = { kind: "unavailable", message: "The store is not open." };
        await expect(call(store)).rejects.toMatchObject(unavailable);
        await store.open();
        await store.close();
        await expect(call(store)).rejects.toMatchObject(unavailable);
    });

    test("keeps its records while it is closed", async () => {
        const record = active();
        const store = await storeWith(record);
        await store.close();
        await store.open();
        expect(await store.list(alice.address)).toStrictEqual([record]);
    });

    test("says slotTaken where both a slot and a key or lookup are taken", async () => {
        const record = active();
        const store = await storeWith(record);
        await expect(store.insert(active({ key: "other", lookup: record.lookup }))).rejects.toMatchObject({
            kind: "slotTaken",
            message: "Another record holds the slot."
        });
    });

    test("refuses a second record of the same key or lookup, whoever's it is", async () => {
        const record = active();
        const store = await storeWith(record);
        const ofBob = recordOf(bob, { status: "Active" });
        await expect(store.insert({ ...ofBob, key: record.key })).rejects.toMatchObject({
            kind: "duplicate",
            message: "There is a record with this key or lookup."
        });
        await expect(store.insert({ ...ofBob, lookup: record.lookup })).rejects.toMatchObject({
            kind: "duplicate",
            message: "There is a record with this key or lookup."
        });
        // The very same record once more breaks every rule at once.
        await expect(store.insert(record)).rejects.toMatchObject({ kind: "slotTaken" });
        expect(await store.list(bob.address)).toEqual([]);
        expect(await store.findDue("9999", 9)).toStrictEqual([record]);
    });

    test("changes nothing for a stale revision, a strange key, or another Identity", async () => {
        const record = active();
        const store = await storeWith(record);
        const stale = { kind: "staleRevision", message: "The record has been changed since it was read." };
        const notFound = { kind: "notFound", message: "The Identity has no record with this key." };
        await expect(store.update(next(record), 2)).rejects.toMatchObject(stale);
        await expect(store.delete(alice.address, record.key, 2)).rejects.toMatchObject(stale);
        await expect(store.update(next(record, { key: "strange" }), 1)).rejects.toMatchObject(notFound);
        await expect(store.update(next(record, { identityKey: bob.address }), 1)).rejects.toMatchObject(notFound);
        await expect(store.delete(alice.address, "strange", 1)).rejects.toMatchObject(notFound);
        await expect(store.delete(bob.address, record.key, 1)).rejects.toMatchObject(notFound);
        expect(await store.list(alice.address)).toStrictEqual([record]);
    });

    test("does not update into a slot or a lookup of another record", async () => {
        const record = active();
        const old = cancelled(day(20));
        const store = await storeWith(record, old);
        await expect(store.update(next(old, { slot: alice.address }), 1)).rejects.toMatchObject({ kind: "slotTaken" });
        await expect(store.update(next(old, { lookup: record.lookup }), 1)).rejects.toMatchObject({
            kind: "duplicate"
        });
        expect(await store.list(alice.address)).toStrictEqual([old, record]);
    });

    test("finds a record by what an update made of it, and no more by what it was", async () => {
        const record = active();
        const store = await storeWith(record);
        const freed = next(record, {
            slot: record.key,
            lookup: "new",
            dueAt: null,
            createdAt: day(20),
            unsettled: true
        });
        await store.update(freed, 1);
        expect(await store.findByLookup(record.lookup)).toBeUndefined();
        expect(await store.findByLookup("new")).toStrictEqual(freed);
        expect(await store.findDue("9999", 9)).toEqual([]);
        expect(await store.findCurrent(alice.address)).toStrictEqual([freed]);
        expect(await store.list(alice.address)).toStrictEqual([freed]);

        const settled = next(freed, { slot: "another", unsettled: false });
        await store.update(settled, 2);
        expect(await store.findCurrent(alice.address)).toEqual([]);
        // Every slot that it held before is free again.
        await store.insert(active());
        await store.insert(recordOf(bob, { status: "Cancelled" }, { slot: record.key }));
        await expect(store.insert(recordOf(bob, { status: "Cancelled" }, { slot: "another" }))).rejects.toMatchObject({
            kind: "slotTaken"
        });
    });

    test("lets the same record keep its slot and its lookup", async () => {
        const record = active();
        const store = await storeWith(record);
        await store.update(next(record, { data: { process: "changed" } }), 1);
        expect(await store.findCurrent(alice.address)).toStrictEqual([next(record, { data: { process: "changed" } })]);
        await expect(store.insert(active())).rejects.toMatchObject({ kind: "slotTaken" });
    });

    test("forgets a deleted record by every way in, and lets all of it be used again", async () => {
        const record = active({ unsettled: true });
        const store = await storeWith(record);
        await store.delete(alice.address, record.key, 1);
        expect(await store.findCurrent(alice.address)).toEqual([]);
        expect(await store.findByLookup(record.lookup)).toBeUndefined();
        expect(await store.list(alice.address)).toEqual([]);
        expect(await store.findDue("9999", 9)).toEqual([]);
        await expect(store.update(next(record), 1)).rejects.toMatchObject({ kind: "notFound" });
        await store.insert(record);
        expect(await store.list(alice.address)).toStrictEqual([record]);
    });

    test("finds as current the holder of the slot and whatever is unsettled, oldest first, each once", async () => {
        const holder = active({ unsettled: true });
        const later = cancelled(day(25), { unsettled: true });
        const earlier = cancelled(day(21), { unsettled: true });
        const store = await storeWith(later, holder, cancelled(day(22)), earlier);
        expect(await store.findCurrent(alice.address)).toStrictEqual([earlier, holder, later]);
        await store.update(next(holder, { unsettled: false }), 1);
        await store.delete(alice.address, later.key, 1);
        expect(await store.findCurrent(alice.address)).toStrictEqual([earlier, next(holder, { unsettled: false })]);
        expect(await store.findCurrent(bob.address)).toEqual([]);
    });

    test("finds unsettled records where nobody holds the slot", async () => {
        const unsettled = cancelled(day(21), { unsettled: true });
        const store = await storeWith(unsettled);
        expect(await store.findCurrent(alice.address)).toStrictEqual([unsettled]);
    });

    test("leaves all others as they are when one record is changed or deleted", async () => {
        const [due, old, older] = [active(), cancelled(day(21)), cancelled(day(20))];
        const store = await storeWith(due, old, older);
        await store.update(next(old), 1);
        expect(await store.list(alice.address)).toStrictEqual([older, next(old), due]);
        await store.delete(alice.address, older.key, 1);
        expect(await store.list(alice.address)).toStrictEqual([next(old), due]);
        expect(await store.findDue("9999", 9)).toStrictEqual([due]);
        expect(await store.findCurrent(alice.address)).toStrictEqual([due]);
    });

    test("lists a page behind a position", async () => {
        const records = [20, 21, 22, 23].map((number) => cancelled(day(number)));
        const store = await storeWith(...records, recordOf(bob, { status: "Active", createdAt: day(21) }));
        expect(await store.list(alice.address, undefined, 2)).toStrictEqual(records.slice(0, 2));
        expect(await store.list(alice.address, records[1], 1)).toStrictEqual([records[2]]);
        expect(await store.list(alice.address, records[1])).toStrictEqual(records.slice(2));
        expect(await store.list(alice.address, { createdAt: day(24), key: "" })).toEqual([]);
        expect(await store.list("nobody")).toEqual([]);
    });

    test("finds what is due of any Identity", async () => {
        const ofAlice = active();
        const ofBob = recordOf(bob, { status: "Active", gracePeriodEndsAt: day(29) });
        const store = await storeWith(ofAlice, ofBob, cancelled(day(20)));
        expect(await store.findDue(day(30), 9)).toStrictEqual([ofBob, ofAlice]);
        expect(await store.findDue(day(30), 1)).toStrictEqual([ofBob]);
        expect(await store.findDue(day(29), 9)).toStrictEqual([ofBob]);
        expect(await store.findDue(day(28), 9)).toEqual([]);
    });

    test("shares nothing with whoever put a record in or took one out", async () => {
        const data = {
            text: "as stored",
            list: [{ deep: ["as stored"] }],
            nested: { nothing: null, yes: true, number: 1 }
        };
        const given = active({ data: structuredClone(data) });
        const store = await storeWith(given);
        const deepChange = (record: StoredRecord | undefined): void => {
            const held = record!.data as typeof data;
            held.text = "changed";
            held.list[0].deep.push("changed");
            held.list.push({ deep: [] });
            held.nested.number = 2;
            record!.revision = 99;
        };
        deepChange(given);
        deepChange(await store.findByLookup(given.lookup));
        deepChange((await store.findCurrent(alice.address))[0]);
        deepChange((await store.list(alice.address))[0]);
        deepChange((await store.findDue("9999", 1))[0]);
        const update = next(given, { revision: 2, data: structuredClone(data) });
        await store.update(update, 1);
        deepChange(update);
        expect((await store.findByLookup(given.lookup))?.data).toStrictEqual(data);
        expect((await store.findByLookup(given.lookup))?.revision).toBe(2);
    });
});
