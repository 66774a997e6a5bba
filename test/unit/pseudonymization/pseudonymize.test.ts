import fc from "fast-check";
import { ErrorCode, PersistenceError, type PersistencePort, type StoredRecord } from "../../../src";
import { findKeyMark } from "../../../src/application/pseudonym/KeyMark";
import { pseudonymize } from "../../../src/pseudonymization";
import { alice, bob, createModule } from "../../support/fixtures";
import { callFacade, facadeMethods } from "../../support/facadeCalls";
import { dyingStore } from "../../support/pseudonymization/DyingStore";
import { arbitraryStore } from "../../support/pseudonymization/histories";
import { anotherKey, ourKey } from "../../support/pseudonymization/keys";
import { allRecords, markOf, oldMarkOf } from "../../support/pseudonymization/marks";
import { openedWith } from "../../support/pseudonymization/openedWith";
import { whatCounts } from "../../support/pseudonymization/whatCounts";
import { recordOf, storeWith, type StoredProcessProperties, withMethods } from "../../support/records";
import { jsonOf } from "../../../src/domain/record/StoredRecord";

const endsAt = "2026-12-04T10:00:00.000Z";
const later = "2026-12-24T10:00:00.000Z";
const active = (end = endsAt): StoredRecord => recordOf(alice, { status: "Active", gracePeriodEndsAt: end });
const identityKey = ourKey.identityKeyOf(alice.address);

/** As if the conversion had not ended. */
async function goOn(store: PersistencePort): Promise<void> {
    const mark = (await findKeyMark(store))!.record;
    await store.update({ ...markOf(ourKey, true), revision: mark.revision + 1 }, mark.revision);
}

async function opened(store: PersistencePort): Promise<PersistencePort> {
    await store.open();
    return store;
}

/** What a store may hold of its own before it is converted: nothing, no key, or what release 0.1.0 has begun. */
const arbitraryMark = fc.constantFrom<StoredRecord[]>([], [markOf(undefined)], [oldMarkOf(ourKey, true)]);

/** Whether it came to its end. */
async function convertUntilKilled(store: PersistencePort, write: number, moment: "before" | "after"): Promise<boolean> {
    try {
        await pseudonymize(dyingStore(store, write, moment), ourKey, { pageSize: 2, concurrency: 2 });
        return true;
    } catch (error) {
        expect(error).toMatchObject({ code: ErrorCode.unknown, cause: { name: "Killed" } });
        return false;
    }
}

describe(pseudonymize.name, () => {
    test("puts each record under its pseudonym, and the address into its data", async () => {
        const [over, open] = [recordOf(alice, { status: "Cancelled" }), active()];
        const store = await storeWith(over, open, recordOf(bob, { status: "Deleted" }));
        const progress = jest.fn();
        expect(await pseudonymize(store, ourKey, { onProgress: progress })).toStrictEqual({ converted: 3, closed: 0 });
        expect(progress.mock.calls).toStrictEqual([[3]]);

        await opened(store);
        const id = (jsonOf(open.data).process as { id: string }).id;
        expect(await store.findByLookup(`${identityKey}#${id}`)).toStrictEqual({
            ...open,
            key: `${open.key}~`,
            identityKey,
            slot: identityKey,
            lookup: `${identityKey}#${id}`,
            data: { ...open.data, address: alice.address }
        });
        const [tombstone] = await store.list(ourKey.identityKeyOf(bob.address));
        expect(tombstone.slot).toBe(tombstone.identityKey);
        expect(JSON.stringify(tombstone)).not.toContain(bob.address);
        expect((await findKeyMark(store))?.isBeingConverted).toBe(false);
        expect(await openedWith(store, ourKey)).toBe(store);
    });

    test("leaves a store that every method of the facade answers about as before", async () => {
        await fc.assert(
            fc.asyncProperty(arbitraryStore, async (records) => {
                const [before, after] = [await storeWith(...records), await storeWith(...records)];
                await pseudonymize(after, ourKey, { pageSize: 3 });
                const modules = [
                    await createModule({ persistence: before, lifecycle: "elsewhere" }),
                    await createModule({ persistence: after, lifecycle: "elsewhere", pseudonymKey: ourKey })
                ];
                const ids = records.map(({ data }) => (jsonOf(data).process as { id?: string } | undefined)?.id);
                for (const address of new Set(records.map((record) => record.identityKey))) {
                    const facades = modules.map(({ module }) => {
                        return module.forIdentity({ ...alice, address }).identityDeletionProcesses;
                    });
                    for (const method of facadeMethods.filter((name) => name !== "initiateIdentityDeletionProcess")) {
                        for (const id of method === "getIdentityDeletionProcess" ? ids : [undefined]) {
                            const answers = facades.map(
                                async (facade) => await callFacade(facade, method, id && { id })
                            );
                            const [one, other] = (await Promise.all(answers)).map((answer) =>
                                answer.isSuccess ? answer.value : answer.error.code
                            );
                            expect(other).toStrictEqual(one);
                        }
                    }
                }
            }),
            { numRuns: 60 }
        );
    });

    test("leaves nothing in the clear but one address in the data of each record", async () => {
        await fc.assert(
            fc.asyncProperty(arbitraryStore, async (records) => {
                const addresses = records.map((record) => record.identityKey);
                const long = records.filter((record) => record.identityKey.length > 3);
                const store = await storeWith(...records);
                await pseudonymize(store, ourKey);
                for (const record of await allRecords(await opened(store))) {
                    const { address, ...rest } = jsonOf(record.data);
                    expect(address === undefined || addresses.includes(address as string)).toBe(true);
                    const text = JSON.stringify({ ...record, data: rest });
                    // Of very short ones, a letter or two, chance alone would find some.
                    for (const { identityKey } of long)
                        expect(text).not.toContain(JSON.stringify(identityKey).slice(1, -1));
                }
            }),
            { numRuns: 60 }
        );
    });

    test("counts each process once at every moment that it may be killed at, and goes on where it ended", async () => {
        let killed = 0;
        const kills = fc.array(fc.tuple(fc.nat({ max: 9 }), fc.constantFrom("before" as const, "after" as const)));
        await fc.assert(
            fc.asyncProperty(arbitraryStore, arbitraryMark, kills, async (records, marks, kills) => {
                const store = await storeWith(...marks, ...records);
                const expected = whatCounts(records, records, ourKey);
                for (const [write, moment] of kills) {
                    const isDone = await convertUntilKilled(store, write, moment);
                    await opened(store);
                    const now = await allRecords(store);
                    expect(whatCounts(now, records, ourKey)).toStrictEqual(expected);
                    const mark = await findKeyMark(store);
                    if (isDone) break;
                    killed++;
                    // Nobody works with a store in this state; before it, and after the last write, it is whole.
                    if (mark?.isBeingConverted) {
                        for (const key of [ourKey, undefined]) {
                            await expect(
                                openedWith(withMethods(store, { close: async () => undefined }), key)
                            ).rejects.toMatchObject({
                                code: ErrorCode.storeIsNotConverted
                            });
                        }
                    }
                }
                await pseudonymize(store, ourKey);
                const converted = await allRecords(await opened(store));
                expect(whatCounts(converted, records, ourKey)).toStrictEqual(expected);
                expect(converted.every(({ key }) => key.endsWith("~"))).toBe(true);
                expect(converted).toHaveLength(records.length);
                await openedWith(store, ourKey);
            }),
            { numRuns: 150 }
        );
        expect(killed).toBeGreaterThan(100);
    });

    test("may run several times at once", async () => {
        await fc.assert(
            fc.asyncProperty(fc.scheduler(), arbitraryStore, arbitraryMark, async (scheduler, records, marks) => {
                const store = await storeWith(...marks, ...records);
                const slow = (): PersistencePort => {
                    const { insert, update, delete: remove, list, findByLookup, scan } = withMethods(store, {});
                    return withMethods(store, {
                        insert: scheduler.scheduleFunction(insert),
                        update: scheduler.scheduleFunction(update),
                        delete: scheduler.scheduleFunction(remove),
                        list: scheduler.scheduleFunction(list),
                        findByLookup: scheduler.scheduleFunction(findByLookup),
                        scan: scheduler.scheduleFunction(scan),
                        close: async () => undefined
                    });
                };
                const runs = [1, 2, 3].map(async () => await pseudonymize(slow(), ourKey, { pageSize: 3 }));
                const outcomes = await scheduler.waitFor(Promise.all(runs));
                const now = await allRecords(store);
                expect(whatCounts(now, records, ourKey)).toStrictEqual(whatCounts(records, records, ourKey));
                expect(outcomes.reduce((sum, { converted }) => sum + converted, 0)).toBe(records.length);
            }),
            { numRuns: 60 }
        );
    });

    test("has nothing to do in a store that stands under the key already", async () => {
        const store = await storeWith(active());
        await pseudonymize(store, ourKey);
        await opened(store);
        const before = await store.scan(undefined, 10);
        expect(await pseudonymize(store, ourKey)).toStrictEqual({ converted: 0, closed: 0 });
        expect(await (await opened(store)).scan(undefined, 10)).toStrictEqual(before);
    });

    test("turns the mark of a store without a key, and leaves its date", async () => {
        const store = await storeWith(markOf(undefined), active());
        expect(await pseudonymize(store, ourKey)).toStrictEqual({ converted: 1, closed: 0 });
        await opened(store);
        expect((await findKeyMark(store))?.record).toStrictEqual({ ...markOf(ourKey), revision: 3 });
        await expect(openedWith(store)).rejects.toMatchObject({ code: ErrorCode.pseudonymKeyIsWrong });
    });

    test("ends what release 0.1.0 has begun, and no other", async () => {
        const store = await storeWith(oldMarkOf(ourKey, true), active());
        await expect(pseudonymize(store, anotherKey)).rejects.toMatchObject({ code: ErrorCode.pseudonymKeyIsWrong });
        expect(await pseudonymize(store, ourKey)).toStrictEqual({ converted: 1, closed: 0 });
        await opened(store);
        const [mark, ...others] = await store.scan(undefined, 10);
        expect(mark).toStrictEqual({ ...oldMarkOf(ourKey), revision: 2 });
        expect(others).toHaveLength(1);
        await expect(openedWith(store, ourKey)).resolves.toBe(store);
    });

    test("lets one of two conversions to different keys begin, whichever changes the mark first", async () => {
        const store = await storeWith(markOf(undefined), active());
        let isFirst = true;
        const slow = withMethods(store, {
            close: async () => undefined,
            update: async (...call) => {
                if (isFirst) {
                    isFirst = false;
                    await pseudonymize(withMethods(store, { close: async () => undefined }), anotherKey);
                }
                await store.update(...call);
            }
        });
        await expect(pseudonymize(slow, ourKey)).rejects.toMatchObject({ code: ErrorCode.pseudonymKeyIsWrong });
        const [record] = await allRecords(store);
        expect(record.identityKey).toBe(anotherKey.identityKeyOf(alice.address));
    });

    test("says so where the mark is taken away under it", async () => {
        const store = await storeWith(markOf(undefined), active());
        const remove: PersistencePort["delete"] = async (...call) => {
            const mark = await findKeyMark(store);
            if (mark !== undefined) await store.delete(mark.record.identityKey, mark.record.key, mark.record.revision);
            await store.delete(...call);
        };
        await expect(pseudonymize(withMethods(store, { delete: remove }), ourKey)).rejects.toMatchObject({
            code: ErrorCode.storeIsCorrupt
        });
    });

    test("marks an empty store", async () => {
        const store = await storeWith();
        expect(await pseudonymize(store, ourKey)).toStrictEqual({ converted: 0, closed: 0 });
        expect(await (await opened(store)).scan(undefined, 10)).toMatchObject(
            [markOf(ourKey)].map(({ data }) => ({ data }))
        );
    });

    test.each([true, false])(
        "refuses another key (being converted: %s), and changes nothing",
        async (isBeingConverted) => {
            const records = [markOf(anotherKey, isBeingConverted), active()];
            const store = await storeWith(...records);
            await expect(pseudonymize(store, ourKey)).rejects.toMatchObject({ code: ErrorCode.pseudonymKeyIsWrong });
            expect(await (await opened(store)).scan(undefined, 10)).toStrictEqual(records);
        }
    );

    test("refuses a record that cannot be read, and names its key", async () => {
        const record = active();
        const store = await storeWith(record);
        const scan = store.scan.bind(store);
        const persistence = withMethods(store, {
            scan: async (...call) =>
                (await scan(...call)).map(({ data, ...each }) =>
                    each.key === record.key ? { ...each, unreadable: "No." } : { ...each, data }
                )
        });
        await expect(pseudonymize(persistence, ourKey)).rejects.toMatchObject({
            code: ErrorCode.storeIsCorrupt,
            message: expect.stringContaining(record.key)
        });
    });

    test.each<[string, Partial<StoredRecord>]>([
        ["slot", { slot: "elsewhere" }],
        ["lookup", { lookup: "elsewhere" }]
    ])("refuses a record with a %s that is none of ours, and leaves it", async (_, wrong) => {
        const record = { ...active(), ...wrong };
        const store = await storeWith(record);
        await expect(pseudonymize(store, ourKey)).rejects.toMatchObject({ code: ErrorCode.storeIsCorrupt });
        expect(await allRecords(await opened(store))).toStrictEqual([record]);
    });

    test("says what the store says where that fails, and waits for what has begun", async () => {
        const store = await storeWith(active(), recordOf(bob, { status: "Active" }));
        const insert = async (): Promise<never> => await Promise.reject(new PersistenceError("unavailable", "full"));
        await expect(pseudonymize(withMethods(store, { insert }), ourKey)).rejects.toMatchObject({
            code: ErrorCode.storeUnavailable
        });
    });

    test.each<[string, unknown, object]>([
        ["pageSize", ourKey, { pageSize: 0 }],
        ["concurrency", ourKey, { concurrency: 1.5 }],
        ["pseudonymKey", new Uint8Array(32), {}]
    ])("refuses a wrong %s before it opens anything", async (name, key, options) => {
        const store = await storeWith();
        const open = jest.spyOn(store, "open");
        await expect(pseudonymize(store, key as typeof ourKey, options)).rejects.toThrow(name);
        expect(open).not.toHaveBeenCalled();
    });
});

describe("A conversion during which a host still runs", () => {
    test("loses no change that comes between the copy and the deletion of the original", async () => {
        const record = active();
        const cancelled = recordOf(
            alice,
            { status: "Cancelled" },
            { key: record.key, slot: record.key, lookup: record.lookup, revision: 2 }
        );
        const store = await storeWith(record);
        let hasChanged = false;
        const remove: PersistencePort["delete"] = async (...call) => {
            if (!hasChanged) await store.update(cancelled, 1);
            hasChanged = true;
            await store.delete(...call);
        };
        expect(await pseudonymize(withMethods(store, { delete: remove }), ourKey)).toMatchObject({ converted: 1 });
        const [converted] = await allRecords(await opened(store));
        expect(jsonOf(converted.data).process).toStrictEqual(jsonOf(cancelled.data).process);
        expect(converted.slot).toBe(converted.key);
    });

    test.each([
        ["later", later, "the new one"],
        ["sooner", "2026-11-25T10:00:00.000Z", "the converted one"]
    ])("keeps of two processes of an Identity the one that ends later (the new one ends %s)", async (_, end, kept) => {
        const first = active();
        const second = active(end);
        const store = await storeWith(first);
        const bothEnds = { converted: 0, closed: 0 };
        const scan: PersistencePort["scan"] = async (...call) => {
            const page = await store.scan(...call);
            // Behind the end of the first pass: the host finds no process and starts another.
            if (page.length === 0 && bothEnds.converted++ === 0) await store.insert(second);
            return page;
        };
        expect(await pseudonymize(withMethods(store, { scan }), ourKey)).toStrictEqual({ converted: 2, closed: 1 });
        const records = await store.open().then(async () => await allRecords(store));
        const statuses = records.map(({ data }) => (jsonOf(data).process as { status: string }).status);
        const isNew = records.map(({ key }) => key === `${second.key}~`);
        expect([...statuses].sort()).toStrictEqual(["Active", "Cancelled"]);
        expect(isNew[statuses.indexOf("Active")]).toBe(kept === "the new one");
        const [holder] = await store.findCurrent(identityKey);
        expect(holder.data).toMatchObject({ process: { status: "Active" }, address: alice.address });
    });

    test.each<[string, StoredProcessProperties]>([
        ["is being deleted", { status: "Deleting", gracePeriodEndsAt: endsAt }],
        ["does not say when it ends", { status: "Active" }]
    ])("keeps of two processes the one that %s: it cannot be closed, or may end last", async (_, properties) => {
        for (const isFirst of [true, false]) {
            const staying = recordOf(alice, properties);
            const [first, second] = isFirst ? [staying, active()] : [active(), staying];
            const store = await storeWith(first);
            await pseudonymize(store, ourKey);
            await opened(store);
            await goOn(store);
            await store.insert(second);
            expect(await pseudonymize(store, ourKey)).toStrictEqual({ converted: 1, closed: 1 });
            const [holder] = await (await opened(store)).findCurrent(identityKey);
            expect(holder.key).toBe(`${staying.key}~`);
            expect(jsonOf(holder.data).process).toMatchObject(properties);
        }
    });

    test("closes none of two where another has closed one at the same moment", async () => {
        const store = await storeWith(active(later));
        await pseudonymize(store, ourKey);
        await opened(store);
        await goOn(store);
        const second = active();
        await store.insert(second);
        let isFirst = true;
        const update: PersistencePort["update"] = async (record, revision) => {
            if (isFirst && record.key === second.key) {
                isFirst = false;
                await store.update(record, revision);
            }
            await store.update(record, revision);
        };
        expect(await pseudonymize(withMethods(store, { update }), ourKey)).toStrictEqual({ converted: 1, closed: 0 });
        const records = await allRecords(await opened(store));
        expect(records.map(({ data }) => (jsonOf(data).process as { status: string }).status).sort()).toStrictEqual([
            "Active",
            "Cancelled"
        ]);
    });

    test("lets a command of which no process is known yet stand back behind a process", async () => {
        const first = active();
        const key = "key-of-a-command";
        const command: StoredRecord = {
            ...first,
            key,
            lookup: `${alice.address}#${key}`,
            unsettled: true,
            data: { authority: "backbone", intents: [] }
        };
        const store = await storeWith(first);
        await pseudonymize(store, ourKey);
        await opened(store);
        await goOn(store);
        await store.insert(command);
        expect(await pseudonymize(store, ourKey)).toStrictEqual({ converted: 1, closed: 1 });
        const current = await (await opened(store)).findCurrent(identityKey);
        expect(current.map(({ key, slot, unsettled }) => [key, slot, unsettled]).sort()).toStrictEqual(
            [
                [`${first.key}~`, identityKey, false],
                [`${key}~`, `${key}~`, true]
            ].sort()
        );
    });

    test("brings nothing back that was deleted after another conversion had ended", async () => {
        const record = recordOf(alice, { status: "Cancelled" });
        const store = await storeWith(record);
        const asleep = withMethods(store, {
            close: async () => undefined,
            insert: async (copy) => {
                if (copy.key !== `${record.key}~`) return await store.insert(copy);
                // While this one slept, another came to its end, and the Identity's record was deleted by its host.
                const other = withMethods(store, { close: async () => undefined });
                await pseudonymize(other, ourKey);
                await store.delete(identityKey, copy.key, 1);
                await store.insert(copy);
            }
        });
        await pseudonymize(asleep, ourKey);
        expect(await allRecords(store)).toStrictEqual([]);
    });

    test("gives up on a store that calls everything stale that it has just answered with", async () => {
        const store = await storeWith(active());
        const remove = async (): Promise<never> => await Promise.reject(new PersistenceError("staleRevision", "no"));
        await expect(pseudonymize(withMethods(store, { delete: remove }), ourKey)).rejects.toMatchObject({
            code: ErrorCode.storeIsCorrupt
        });
    });
});
