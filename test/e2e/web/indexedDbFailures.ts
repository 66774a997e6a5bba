import type { Page } from "playwright-core";
import { alice } from "../../support/fixtures";
import { recordOf } from "../../support/records";
import { runIn, type HarnessBrowser } from "./HarnessBrowser";
import type { Harness } from "./harness/harness";

declare const harness: Harness;

/** What a browser may refuse, and how the store says so. */
export function failuresOfTheBrowser(browser: () => HarnessBrowser): void {
    let tab: Page;

    beforeAll(async () => {
        tab = await browser().openTab();
        await browser().load(tab);
    });

    beforeEach(async () => {
        await tab.evaluate(() => harness.deleteDB("identity-deletion-process"));
    });

    afterAll(async () => {
        await browser().closeTab(tab);
    });

    test("says that the storage is full, and has stored nothing", async () => {
        // Chromium looks at the quota when a site first uses its storage, and then for some time no more.
        const unused = await browser().openTab({ withNothingStored: true });
        const session = await unused.context().newCDPSession(unused);
        await session.send("Storage.overrideQuotaForOrigin", {
            origin: new URL(browser().url).origin,
            quotaSize: 100_000
        });
        await browser().load(unused);
        const { failure, stored } = await runIn(
            unused,
            async (record) => {
                const store = harness.IndexedDbPersistence.open();
                await store.open();
                const large = { ...record, data: { text: "large".repeat(1_000_000) } };
                const failure = await harness.failureOf(store.insert(large));
                return { failure, stored: await store.list(record.identityKey) };
            },
            recordOf(alice, { status: "Active" })
        );
        await unused.context().close();
        expect(failure).toMatchObject({ kind: "unavailable", message: expect.stringContaining("full") });
        expect(stored).toStrictEqual([]);
    });

    test("keeps an unreadable row in its place on every page, and removes it", async () => {
        const [broken, whole] = [recordOf(alice, { status: "Cancelled" }), recordOf(alice, { status: "Active" })];
        const dueAt = "2026-11-23T10:00:00.000Z";
        const seen = await runIn(
            tab,
            async ([first, second]) => {
                const store = harness.IndexedDbPersistence.open();
                await store.open();
                await store.insert(second);
                const database = await harness.openDB("identity-deletion-process");
                await database.put("processes", { ...first, data: "broken" });
                // No date at all: nobody would ever find the others behind it.
                await database.put("processes", { ...first, key: "9", slot: "9", lookup: "9", dueAt: 5 });
                database.close();
                const pages = [
                    await store.list(first.identityKey, undefined, 1),
                    await store.findDue("9999", 10),
                    await store.scan(undefined, 10)
                ];
                await store.delete(first.identityKey, first.key, first.revision);
                return [...pages, await store.findDue("9999", 10)].map((page) =>
                    page.map((entry) => [entry.key, "unreadable" in entry])
                );
            },
            [
                { ...broken, dueAt },
                { ...whole, dueAt }
            ] as const
        );
        const both = [
            [broken.key, true],
            [whole.key, false]
        ];
        expect(seen).toStrictEqual([[["9", true]], both, [["9", true], ...both], [both[1]]]);
    });

    test("refuses what the browser cannot store", async () => {
        const failure = await runIn(
            tab,
            async (record) => {
                const store = harness.IndexedDbPersistence.open();
                await store.open();
                const data = { method: () => undefined } as unknown as typeof record.data;
                return await harness.failureOf(store.insert({ ...record, data }));
            },
            recordOf(alice, { status: "Active" })
        );
        expect(failure).toMatchObject({ kind: "unavailable", cause: "DataCloneError" });
    });

    test.each([
        { what: "a revision that is no number", changed: { revision: "first" } },
        { what: "a moment that is no text", changed: { dueAt: 7 } },
        { what: "no data", changed: { data: null } }
    ])("calls a row with $what corrupt", async ({ changed }) => {
        const record = recordOf(alice, { status: "Active" });
        const failure = await runIn(
            tab,
            async ({ row, lookup }) => {
                const store = harness.IndexedDbPersistence.open();
                await store.open();
                const raw = await harness.openDB("identity-deletion-process");
                await raw.put("processes", row);
                raw.close();
                return await harness.failureOf(store.findByLookup(lookup));
            },
            { row: { ...record, ...changed }, lookup: record.lookup }
        );
        expect(failure).toMatchObject({ kind: "corrupt" });
    });

    test("is unavailable before it is opened, and where it was closed while it opened", async () => {
        const [before, after] = await tab.evaluate(async () => {
            const store = harness.IndexedDbPersistence.open();
            const before = await harness.failureOf(store.findDue("2026-11-23T10:00:00.000Z", 1));
            const opening = store.open();
            await store.close();
            await opening;
            return [before, await harness.failureOf(store.findDue("2026-11-23T10:00:00.000Z", 1))];
        });
        expect(before).toMatchObject({ kind: "unavailable" });
        expect(after).toMatchObject({ kind: "unavailable" });
    });

    describe("in a page that a test has changed for itself", () => {
        afterEach(async () => {
            await browser().load(tab);
        });

        test("opens the connection again that the browser has closed", async () => {
            const found = await runIn(
                tab,
                async (record) => {
                    const store = harness.IndexedDbPersistence.open();
                    await store.open();
                    await store.insert(record);
                    const connections: IDBDatabase[] = [];
                    const begin = IDBDatabase.prototype.transaction;
                    IDBDatabase.prototype.transaction = function (...args) {
                        connections.push(this);
                        return begin.apply(this, args);
                    };
                    const counts = [];
                    // First without being told yet, as it is for a moment; then with the browser's event.
                    for (const tell of [false, true]) {
                        counts.push((await store.list(record.identityKey)).length);
                        const connection = connections.at(-1)!;
                        connection.close();
                        if (tell) connection.dispatchEvent(new Event("close"));
                        counts.push((await store.list(record.identityKey)).length);
                    }
                    return { counts, connections: new Set(connections).size };
                },
                recordOf(alice, { status: "Active" })
            );
            expect(found).toStrictEqual({ counts: [1, 1, 1, 1], connections: 3 });
        });

        test("gives up when the browser closes every connection", async () => {
            const failure = await tab.evaluate(async () => {
                const store = harness.IndexedDbPersistence.open();
                await store.open();
                IDBDatabase.prototype.transaction = () => {
                    throw new DOMException("The database connection is closing.", "InvalidStateError");
                };
                return await harness.failureOf(store.list("did:e:someone"));
            });
            expect(failure).toMatchObject({ kind: "unavailable" });
        });

        test("says that a transaction was taken back, and has stored nothing", async () => {
            const { failure, stored } = await runIn(
                tab,
                async (record) => {
                    const store = harness.IndexedDbPersistence.open();
                    await store.open();
                    const add = IDBObjectStore.prototype.add;
                    IDBObjectStore.prototype.add = function (...args) {
                        const request = add.apply(this, args);
                        this.transaction.abort();
                        return request;
                    };
                    const failure = await harness.failureOf(store.insert(record));
                    return { failure, stored: await store.list(record.identityKey) };
                },
                recordOf(alice, { status: "Active" })
            );
            expect(failure).toMatchObject({ kind: "unavailable", cause: "AbortError" });
            expect(stored).toStrictEqual([]);
        });

        test("is unavailable where the browser has no IndexedDB", async () => {
            const failure = await tab.evaluate(async () => {
                delete (globalThis as { indexedDB?: unknown }).indexedDB;
                return await harness.failureOf(harness.IndexedDbPersistence.open().open());
            });
            expect(failure).toMatchObject({ kind: "unavailable", message: expect.stringContaining("no IndexedDB") });
        });

        test("is unavailable where the browser denies storage", async () => {
            // A page without an origin of its own, as a sandboxed frame is.
            await tab.goto("data:text/html,<title>No origin</title>");
            await tab.addScriptTag({ path: browser().script });
            const failure = await tab.evaluate(() => harness.failureOf(harness.IndexedDbPersistence.open().open()));
            expect(failure).toMatchObject({ kind: "unavailable", cause: "SecurityError" });
        });
    });
}
