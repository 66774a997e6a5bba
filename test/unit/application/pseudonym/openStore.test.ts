import { ErrorCode, type JsonObject, PersistenceError, type PersistencePort, type StoredRecord } from "../../../../src";
import { requireReadable } from "../../../../src/ports/unreadableRecords";
import { InMemoryPersistence } from "../../../../src/adapters/memory";
import { CryptographicIdentifierSource } from "../../../../src/adapters/local/CryptographicIdentifierSource";
import { changeKeyMark, findKeyMark, isKeyMark } from "../../../../src/application/pseudonym/KeyMark";
import { openStore } from "../../../../src/application/pseudonym/openStore";
import type { Pseudonyms } from "../../../../src/application/pseudonym/Pseudonyms";
import { identityContextOf } from "../../../../src/domain/IdentityContext";
import { FixedClock } from "../../../../src/testing";
import { alice, bob } from "../../../support/fixtures";
import { anotherKey, ourKey } from "../../../support/pseudonymization/keys";
import { markOf, oldMarkOf } from "../../../support/pseudonymization/marks";
import { openedWith } from "../../../support/pseudonymization/openedWith";
import { recordOf, storeWith, withMethods } from "../../../support/records";

const { pseudonymKeyIsWrong, storeIsNotConverted, storeIsCorrupt } = ErrorCode;

const plain = (): StoredRecord => recordOf(alice, { status: "Active" });

function pseudonymous(): StoredRecord {
    const record = recordOf({ ...alice, address: ourKey.identityKeyOf(alice.address) }, { status: "Active" });
    return { ...record, data: { ...record.data, address: alice.address } };
}

async function refusal(opening: Promise<unknown>): Promise<Error & { code?: string }> {
    return await opening.then(
        () => new Error("It did not refuse."),
        (error: unknown) => error as Error
    );
}

async function all(store: PersistencePort): Promise<StoredRecord[]> {
    await store.open();
    return requireReadable(await store.scan(undefined, 1000));
}

describe("The store's own mark", () => {
    test("is a record that fits where every record fits, dated when it was made", async () => {
        const clock = new FixedClock();
        clock.advance({ days: 3 });
        const store = new InMemoryPersistence();
        await openStore(store, clock, ourKey);
        expect(await all(store)).toStrictEqual([
            {
                ...{ key: "!store", identityKey: "!store", slot: "!store", lookup: "!store#mark" },
                ...{ revision: 1, createdAt: clock.now().toISO(), dueAt: null, unsettled: false },
                data: { pseudonymKey: { id: ourKey.id } }
            }
        ]);
    });

    test("says that a store is used without a key, or that it is being converted", () => {
        expect(markOf(undefined).data).toStrictEqual({ pseudonymKey: null });
        expect(markOf(ourKey, true).data).toStrictEqual({ pseudonymKey: { id: ourKey.id, isBeingConverted: true } });
    });

    test("is no Identity's, has no process's key and comes before them all", () => {
        const { key } = markOf(undefined);
        expect(() => identityContextOf({ ...alice, address: key })).toThrow(/must not be !store/);
        expect(new CryptographicIdentifierSource().nextRecordKey() > key).toBe(true);
        expect(isKeyMark(plain())).toBe(false);
    });

    test("is never due", async () => {
        const store = await storeWith(markOf(ourKey), oldMarkOf(ourKey));
        expect(await store.findDue("9999-12-31T23:59:59.999Z", 10)).toStrictEqual([]);
    });

    test.each<JsonObject>([
        {},
        { pseudonymKey: "no" },
        { pseudonymKey: { id: 1 } },
        { pseudonymKey: { id: ourKey.id, isBeingConverted: "no" } }
    ])("is corrupt where it holds %j", async (data) => {
        for (const mark of [markOf(ourKey), oldMarkOf(ourKey)]) {
            const thrown = await refusal(openedWith(await storeWith({ ...mark, data }), ourKey));
            expect(thrown.code).toBe(storeIsCorrupt);
            expect(thrown.message).toBe("The record that names the store's pseudonym key cannot be read.");
        }
    });

    test("is found also behind records whose keys somebody has chosen to come first", async () => {
        for (const mark of [markOf(ourKey), oldMarkOf(ourKey)]) {
            const store = await storeWith(recordOf(bob, { status: "Cancelled" }, { key: "!", slot: "!" }), mark);
            await expect(openedWith(store)).rejects.toMatchObject({ code: pseudonymKeyIsWrong });
            await expect(openedWith(store, ourKey)).resolves.toBe(store);
        }
    });
});

describe(openStore.name, () => {
    const made = "the mark is made";
    const nothing = "nothing is written";
    test.each<[string, StoredRecord[], Pseudonyms | undefined, string, string]>([
        ["an empty store, with a key", [], ourKey, "opens", made],
        ["an empty store, without a key", [], undefined, "opens", made],
        ["release 0.1.0's store without a key, without", [plain()], undefined, "opens", made],
        ["release 0.1.0's store without a key, with one", [plain()], ourKey, storeIsNotConverted, made],
        ["a store without a key, without", [markOf(undefined), plain()], undefined, "opens", nothing],
        ["a store without a key, with one", [markOf(undefined), plain()], ourKey, storeIsNotConverted, nothing],
        ["a store that is only marked, with a key", [markOf(undefined)], ourKey, storeIsNotConverted, nothing],
        ["a store with a mark that cannot be read", [{ ...markOf(ourKey), data: {} }], ourKey, storeIsCorrupt, nothing],
        ...[markOf, oldMarkOf].flatMap((mark): [string, StoredRecord[], Pseudonyms | undefined, string, string][] => [
            [`${mark.name}, its key`, [mark(ourKey), pseudonymous()], ourKey, "opens", nothing],
            [`${mark.name}, another key`, [mark(ourKey)], anotherKey, pseudonymKeyIsWrong, nothing],
            [`${mark.name}, no key`, [mark(ourKey)], undefined, pseudonymKeyIsWrong, nothing],
            [`${mark.name}, being converted, its key`, [mark(ourKey, true)], ourKey, storeIsNotConverted, nothing],
            [`${mark.name}, being converted, no key`, [mark(ourKey, true)], undefined, storeIsNotConverted, nothing]
        ])
    ])("%s", async (_, records, key, outcome, written) => {
        const store = await storeWith(...records);
        const before = await all(store);
        const close = jest.spyOn(store, "close");
        if (outcome === "opens") await openedWith(store, key);
        else await expect(openedWith(store, key)).rejects.toMatchObject({ code: outcome });
        expect(close).toHaveBeenCalledTimes(outcome === "opens" ? 0 : 1);
        const mark = records.length > 0 ? markOf(undefined) : markOf(key);
        expect(await all(store)).toStrictEqual(written === made ? [mark, ...before] : before);
    });

    test.each<[string, StoredRecord, Pseudonyms | undefined]>([
        ["The store is used with a pseudonym key: set that key.", markOf(ourKey), undefined],
        ["The store is used with another pseudonym key: set that one.", markOf(ourKey), anotherKey],
        [
            "The store's conversion to a pseudonym key has not ended: run it again, with the same key.",
            markOf(ourKey, true),
            ourKey
        ],
        ["The store was used without a pseudonym key: convert it first, or set no key.", plain(), ourKey]
    ])("says %j", async (message, record, key) => {
        expect((await refusal(openedWith(await storeWith(record), key))).message).toBe(message);
    });

    test.each([undefined, ourKey])("costs a store that has its mark one read by a unique key", async (key) => {
        const store = await storeWith(markOf(key));
        const calls: PropertyKey[] = [];
        await openedWith(
            watched(store, (name) => void calls.push(name)),
            key
        );
        expect(calls).toStrictEqual(["open", "findByLookup"]);
    });

    test("costs a new store without a key no look at its records", async () => {
        const calls: PropertyKey[] = [];
        await openedWith(watched(new InMemoryPersistence(), (name) => void calls.push(name)));
        expect(calls).toStrictEqual(["open", "findByLookup", "findByLookup", "insert"]);
    });

    test("leaves nothing open where the store cannot be looked at, and says why", async () => {
        const thrown = new PersistenceError("unavailable", "gone");
        const close = jest.fn(async () => await Promise.reject(new Error("not this one")));
        const findByLookup = async (): Promise<never> => await Promise.reject(thrown);
        const port = withMethods(new InMemoryPersistence(), { close, findByLookup });
        await expect(openedWith(port, ourKey)).rejects.toBe(thrown);
        expect(close).toHaveBeenCalledTimes(1);
    });

    test("takes a mark that is called a duplicate for that of another module", async () => {
        const store = new InMemoryPersistence();
        const insert = async (mark: StoredRecord): Promise<void> => {
            await store.insert(mark);
            throw new PersistenceError("duplicate", "made by another");
        };
        const port = withMethods(store, { insert });
        await expect(openedWith(port, ourKey)).resolves.toBe(port);
    });

    test("passes on what an insert of the mark throws for any other reason", async () => {
        for (const thrown of [
            new PersistenceError("unavailable", "full"),
            new PersistenceError("slotTaken", "by nobody that can be seen")
        ]) {
            const insert = async (): Promise<never> => await Promise.reject(thrown);
            await expect(openedWith(withMethods(new InMemoryPersistence(), { insert }), ourKey)).rejects.toBe(thrown);
        }
    });
});

describe(changeKeyMark.name, () => {
    test("lets one of two conversions change the mark, by one revision", async () => {
        const store = await storeWith(markOf(undefined));
        const seen = (await findKeyMark(store))!;
        const [ours, theirs] = [ourKey, anotherKey].map(({ id }) => ({ id, isBeingConverted: true }));
        expect(await changeKeyMark(store, seen, ours)).toBe(true);
        expect(await changeKeyMark(store, seen, theirs)).toBe(false);
        expect(await findKeyMark(store)).toMatchObject({ ...ours, record: { revision: 2 } });
    });
});

describe("Two modules that open a new store at once", () => {
    const kinds: [string, Pseudonyms | undefined][] = [
        ["our key", ourKey],
        ["another key", anotherKey],
        ["no key", undefined]
    ];
    const pairs = kinds.flatMap(([one, key]) => kinds.map(([other, otherKey]) => [one, other, key, otherKey] as const));
    const maxCalls = 6;

    test.each(pairs)("one with %s, one with %s: one kind wins, at whatever moment the other comes", async (...pair) => {
        const [, , key, otherKey] = pair;
        for (let moment = 0; moment < maxCalls; moment++) {
            const store = new InMemoryPersistence();
            let others: Promise<unknown> | undefined;
            const slow = watched(store, async (name, index) => {
                if (name === "close" || index !== moment) return;
                others = refusal(openedWith(withMethods(store, { close: async () => undefined }), otherKey));
                await others;
            });
            const ours = await refusal(openedWith(slow, key));
            const theirs = await (others ?? refusal(openedWith(store, otherKey)));
            const refused = [ours, theirs].filter((each) => (each as { code?: string }).code !== undefined);

            expect(refused).toHaveLength(key === otherKey ? 0 : 1);
            for (const each of refused) {
                expect([pseudonymKeyIsWrong, storeIsNotConverted]).toContain((each as { code?: string }).code);
            }
            const winner = refused[0] === ours ? otherKey : key;
            expect(await all(store)).toStrictEqual([markOf(winner)]);
        }
    });

    test.each(pairs)("one with %s dies at any call, and one with %s comes: the store has one kind", async (...pair) => {
        const [, , key, otherKey] = pair;
        for (let call = 0; call < maxCalls; call++) {
            for (const moment of ["before", "after"] as const) {
                const store = new InMemoryPersistence();
                await refusal(openedWith(dying(store, call, moment), key));
                const [left] = await all(store);
                const later = await refusal(openedWith(store, otherKey));
                const again = await refusal(openedWith(store, key));

                const winner = left === undefined ? otherKey : key;
                expect(await all(store)).toStrictEqual([markOf(winner)]);
                expect((later as { code?: string }).code === undefined).toBe(winner === otherKey);
                expect((again as { code?: string }).code === undefined).toBe(winner === key);
            }
        }
    });

    test("many at once: one kind opens, all others are refused, and there is one mark", async () => {
        const store = new InMemoryPersistence();
        const port = withMethods(store, { close: async () => undefined });
        const keys = Array.from({ length: 12 }, (_, index) => kinds[index % kinds.length][1]);
        const outcomes = await Promise.allSettled(keys.map(async (key) => await openedWith(port, key)));
        const [mark, ...others] = await all(store);
        expect(others).toStrictEqual([]);
        const { id } = (await findKeyMark(store))!;
        expect(outcomes.map(({ status }) => status)).toStrictEqual(
            keys.map((key) => ((key?.id ?? null) === id ? "fulfilled" : "rejected"))
        );
        expect(isKeyMark(mark)).toBe(true);
    });
});

/** Calls `before` ahead of each call of the port, with its number. */
function watched(
    store: PersistencePort,
    before: (name: PropertyKey, index: number) => Promise<void> | void
): PersistencePort {
    let index = 0;
    return new Proxy(store, {
        get(target, name): unknown {
            const value: unknown = Reflect.get(target, name);
            if (typeof value !== "function") return value;
            return async (...call: unknown[]): Promise<unknown> => {
                await before(name, index++);
                return await Reflect.apply(value, target, call);
            };
        }
    });
}

/** From that call on nothing answers: the call itself arrived (`after`) or did not (`before`). */
function dying(store: PersistencePort, lastCall: number, moment: "before" | "after"): PersistencePort {
    let index = 0;
    return new Proxy(store, {
        get(target, name): unknown {
            const value: unknown = Reflect.get(target, name);
            if (typeof value !== "function") return value;
            return async (...call: unknown[]): Promise<unknown> => {
                const number = index++;
                const arrives = number < lastCall || (number === lastCall && moment === "after");
                const result: unknown = arrives ? await Reflect.apply(value, target, call) : undefined;
                if (number >= lastCall) throw new PersistenceError("unavailable", "The process is dead.");
                return result;
            };
        }
    });
}
