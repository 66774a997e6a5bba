import type { PersistencePort, StoredRecord } from "../../../ports/PersistencePort";
import type { ContractGroup } from "../ContractGroup";
import type { DatabaseUnderTest } from "../DatabaseUnderTest";
import { endOfTime, expectContent, insertAll } from "../expectContent";
import { type Before, expectFree, expectHeld, expectRefused } from "../expectRefused";
import { next } from "../RecordFactory";

const noon = "2026-12-07T12:00:00.000Z";

export const refusals: ContractGroup = (test) => {
    test("keeps everything as it was by an insert into a slot that is held", async (database) => {
        const { before, holder } = await withTwo(database);
        const wanted = database.records.holder(holder.identityKey, { dueAt: noon, unsettled: true });
        await expectRefused(before, "slotTaken", { call: () => before.port.insert(wanted), wanted });
    });

    test("keeps everything as it was by an insert of a key or lookup that is held", async (database) => {
        const { before, holder, past } = await withTwo(database);
        const ofAnother = database.records.holder(database.records.identity(), { dueAt: noon, key: past.key });
        const namesakes = [past.lookup, holder.lookup].map((lookup) => {
            return database.records.past(past.identityKey, { dueAt: noon, unsettled: true, lookup });
        });
        for (const wanted of [ofAnother, ...namesakes]) {
            await expectRefused(before, "duplicate", { call: () => before.port.insert(wanted), wanted });
        }
    });

    test("keeps everything as it was by an update that is stale", async (database) => {
        const { before, holder, past } = await withTwo(database);
        const lookup = `${holder.identityKey}#IDPanother0000000001`;
        const leaving = next(holder, { slot: holder.key, lookup, dueAt: null, unsettled: true, data: {} });
        const moving = next(past, { dueAt: noon, unsettled: true, lookup, data: {} });
        for (const wanted of [leaving, moving]) {
            const call = (): Promise<void> => before.port.update(wanted, 7);
            await expectRefused(before, "staleRevision", { call, wanted });
        }
    });

    test("keeps everything as it was by an update into a slot or lookup that is held", async (database) => {
        const { before, holder, past } = await withTwo(database);
        const free = `${past.identityKey}#IDPanother0000000001`;
        const intoSlot = next(past, { slot: holder.slot, lookup: free, dueAt: noon, unsettled: true, data: {} });
        await expectRefused(before, "slotTaken", { call: () => before.port.update(intoSlot, 1), wanted: intoSlot });

        const leaving = next(holder, { slot: holder.key, lookup: past.lookup, dueAt: null, data: {} });
        await expectRefused(before, "duplicate", { call: () => before.port.update(leaving, 1), wanted: leaving });
    });

    test("keeps everything as it was by a change of what is not there", async (database) => {
        const { before, holder, past } = await withTwo(database);
        const missing = database.records.holder(database.records.identity(), { dueAt: noon });
        const { identityKey, slot, lookup } = missing;
        const strange = next(past, { identityKey, slot, lookup });
        const calls = [
            { wanted: missing, call: () => before.port.update(next(missing), 1) },
            { wanted: missing, call: () => before.port.delete(missing.identityKey, missing.key, 1) },
            { wanted: missing, call: () => before.port.delete(holder.identityKey, missing.key, 1) },
            { wanted: strange, call: () => before.port.update(strange, 1) },
            { wanted: strange, call: () => before.port.delete(missing.identityKey, holder.key, 1) }
        ];
        for (const each of calls) await expectRefused(before, "notFound", each);
    });

    test("keeps everything as it was by a delete that is stale", async (database) => {
        const { before, holder, past } = await withTwo(database);
        for (const wanted of [holder, past]) {
            const call = (): Promise<void> => before.port.delete(wanted.identityKey, wanted.key, 7);
            await expectRefused(before, "staleRevision", { call, wanted });
        }
    });

    test("frees the key, the slot and the lookup of what is deleted", async (database) => {
        const { before, holder, past } = await withTwo(database);
        await before.port.delete(holder.identityKey, holder.key, 1);

        const after = { ...before, stored: [past] };
        await expectContent("What was deleted is in no read.", before.port, [past], [holder.identityKey]);
        await expectFree("What is deleted leaves nothing behind.", after, holder);
        await before.port.insert({ ...holder, data: { inserted: "again" } });
        const again = { ...holder, data: { inserted: "again" } };
        await expectContent("What was deleted can be inserted again.", before.port, [past, again]);
    });

    test("frees the slot and the lookup that a record leaves, and holds those that it takes", async (database) => {
        const { before, holder, past } = await withTwo(database);
        const lookup = `${holder.identityKey}#IDPanother0000000001`;
        const moved = next(holder, { slot: holder.key, lookup, dueAt: null });
        await before.port.update(moved, 1);

        const after = { ...before, stored: [moved, past] };
        const obligation = "An update moves a record from its old slot and lookup to the new ones.";
        await expectContent(obligation, before.port, after.stored);
        await expectFree(obligation, after, holder);
        await expectHeld(obligation, after);
    });
};

/** A record that holds its Identity's slot and one outside it, both due: all that is stored. */
async function withTwo(
    database: DatabaseUnderTest
): Promise<{ before: Before; holder: StoredRecord; past: StoredRecord }> {
    const port: PersistencePort = await database.open();
    const identityKey = database.records.identity();
    const holder = database.records.holder(identityKey, { dueAt: noon });
    const past = database.records.past(identityKey, { dueAt: endOfTime });
    await insertAll(port, [holder, past]);
    return { before: { database, port, stored: [holder, past] }, holder, past };
}
