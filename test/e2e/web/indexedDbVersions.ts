import type { Page } from "playwright-core";
import { alice } from "../../support/fixtures";
import { recordOf } from "../../support/records";
import { runIn, type HarnessBrowser } from "./HarnessBrowser";
import type { Harness } from "./harness/harness";

declare const harness: Harness;

type Migration = Harness["migrations"][number];

/** What other tabs, releases and the browser itself may do to a database that is in use. */
export function versionsAndTabs(browser: () => HarnessBrowser): void {
    let tab: Page;
    let other: Page;

    beforeAll(async () => {
        [tab, other] = await Promise.all([browser().openTab(), browser().openTab()]);
        await Promise.all([browser().load(tab), browser().load(other)]);
    });

    beforeEach(async () => {
        await tab.evaluate(() => harness.deleteDB("identity-deletion-process"));
    });

    afterAll(async () => {
        await Promise.all([browser().closeTab(tab), browser().closeTab(other)]);
    });

    test("lets exactly one of two tabs win a slot, and tells the other", async () => {
        const insert = (page: Page) =>
            runIn(
                page,
                async (record) => {
                    const store = harness.IndexedDbPersistence.open();
                    await store.open();
                    return (await harness.failureOf(store.insert(record)))?.kind ?? "stored";
                },
                recordOf(alice, { status: "Active" })
            );
        for (let round = 0; round < 5; round++) {
            expect((await Promise.all([insert(tab), insert(other)])).sort()).toStrictEqual(["slotTaken", "stored"]);
            await tab.evaluate(() => harness.deleteDB("identity-deletion-process"));
        }
    });

    test("gives way to a newer release in another tab, and says so from then on", async () => {
        await tab.evaluate(openAndKeep);
        await other.evaluate(async () => {
            const newer = new harness.Connection({
                name: "identity-deletion-process",
                migrations: [...harness.migrations, (_database, upgrade) => upgrade.store.createIndex("more", "more")],
                openTimeoutInMs: 5000
            });
            await newer.open();
        });
        expect(await tab.evaluate(failureOfKept)).toMatchObject({ kind: "newerVersion", cause: "VersionError" });
        expect(await tab.evaluate(failureOfKept)).toMatchObject({ kind: "newerVersion" });
    });

    test("upgrades what an older release stored, and keeps it", async () => {
        const found = await runIn(
            tab,
            async (record) => {
                const name = "identity-deletion-process";
                const older = harness.IndexedDbPersistence.open(name);
                await older.open();
                await older.insert(record);
                await older.close();
                const migrations = [
                    ...harness.migrations,
                    ((_database, upgrade) => upgrade.store.createIndex("byRevision", "revision")) satisfies Migration
                ];
                const newer = new harness.Connection({ name, migrations, openTimeoutInMs: 5000 });
                await newer.open();
                return await newer.run("readonly", (store) => store.index("byRevision").getAll(null));
            },
            recordOf(alice, { status: "Active" })
        );
        expect(found).toMatchObject([{ identityKey: alice.address }]);
    });

    test("takes over a database of release 0.1.0 that another tab has open, and that release opens it no more", async () => {
        const older = (): void => {
            const name = "identity-deletion-process";
            const migrations = harness.migrations.slice(0, 1);
            const connection = new harness.Connection({ name, migrations, openTimeoutInMs: 5000 });
            Object.assign(globalThis, { older: connection, opening: harness.failureOf(connection.open()) });
        };
        await other.evaluate(older);
        expect(await other.evaluate(() => (globalThis as unknown as { opening: unknown }).opening)).toBeUndefined();
        const kept = await runIn(
            tab,
            async (record) => {
                const store = harness.IndexedDbPersistence.open();
                await store.open();
                await store.insert(record);
                return await store.findByLookup(record.lookup);
            },
            recordOf(alice, { status: "Active" })
        );
        expect(kept).toMatchObject({ identityKey: alice.address });
        await other.evaluate(older);
        expect(await other.evaluate(() => (globalThis as unknown as { opening: unknown }).opening)).toMatchObject({
            kind: "newerVersion"
        });
    });

    test("takes an upgrade back as a whole when a step of it fails", async () => {
        const { failure, kept } = await tab.evaluate(async () => {
            const name = "identity-deletion-process";
            await openAndClose();
            const migrations = [
                ...harness.migrations,
                ((_database, upgrade) => upgrade.store.createIndex("half", "half")) satisfies Migration,
                () => {
                    throw new RangeError("This step fails.");
                }
            ];
            const newer = new harness.Connection({ name, migrations, openTimeoutInMs: 5000 });
            const failure = await harness.failureOf(newer.open());
            return { failure, kept: await harness.failureOf(openAndClose()) };

            async function openAndClose(): Promise<void> {
                const store = harness.IndexedDbPersistence.open(name);
                await store.open();
                await store.close();
            }
        });
        expect(failure).toMatchObject({ kind: "unavailable", cause: "RangeError" });
        expect(kept).toBeUndefined();
    });

    test("says that another tab blocks an upgrade, and leaves no connection behind", async () => {
        await other.evaluate(async () => {
            // A release that does not listen when another tab asks it to close.
            (globalThis as { kept?: unknown }).kept = await harness.openDB("identity-deletion-process", 1);
        });
        const failure = await tab.evaluate(() => {
            const migrations = [...harness.migrations, () => undefined];
            const newer = new harness.Connection({
                name: "identity-deletion-process",
                migrations,
                openTimeoutInMs: 50
            });
            return harness.failureOf(newer.open());
        });
        expect(failure).toMatchObject({ kind: "unavailable", message: expect.stringContaining("other tabs") });

        await other.evaluate(() => (globalThis as unknown as { kept: { close(): void } }).kept.close());
        // Resolves only when nobody has the database open any more.
        await other.evaluate(() => harness.deleteDB("identity-deletion-process"));
    });

    test("says that the browser does not open the database in time", async () => {
        await other.evaluate(
            () =>
                new Promise<void>((resolve) => {
                    const request = indexedDB.open("identity-deletion-process", 1);
                    request.onupgradeneeded = () => {
                        const store = request.result.createObjectStore("endless");
                        const keepBusy = () => (store.get("").onsuccess = keepBusy);
                        keepBusy();
                        resolve();
                    };
                })
        );
        const failure = await tab.evaluate(() => {
            const store = harness.IndexedDbPersistence.open("identity-deletion-process", { openTimeoutInMs: 50 });
            return harness.failureOf(store.open());
        });
        expect(failure).toMatchObject({ kind: "unavailable", message: expect.stringContaining("in time") });
        await browser().load(other);
    });

    test("refuses a database of a newer release", async () => {
        await tab.evaluate(async () => (await harness.openDB("identity-deletion-process", 99)).close());
        expect(await tab.evaluate(failureOfOpening)).toMatchObject({ kind: "newerVersion" });
    });

    test("refuses a database of the same name that is not ours", async () => {
        await tab.evaluate(async () => (await harness.openDB("identity-deletion-process", 1)).close());
        expect(await tab.evaluate(failureOfOpening)).toMatchObject({ kind: "corrupt" });
    });

    test("refuses a database whose store is not ours", async () => {
        await tab.evaluate(async () => {
            const upgrade = (database: { createObjectStore(name: string): unknown }) =>
                void database.createObjectStore("processes");
            (await harness.openDB("identity-deletion-process", 1, { upgrade })).close();
        });
        expect(await tab.evaluate(failureOfOpening)).toMatchObject({ kind: "corrupt" });
    });

    test("does not make a deleted database anew until it is opened", async () => {
        await tab.evaluate(openAndKeep);
        await other.evaluate(() => harness.deleteDB("identity-deletion-process"));
        const deleted = { kind: "unavailable", message: expect.stringContaining("deleted") };
        expect(await tab.evaluate(failureOfKept)).toMatchObject(deleted);
        expect(await other.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toStrictEqual(
            []
        );

        await tab.evaluate(() => (globalThis as unknown as Kept).kept.open());
        expect(await tab.evaluate(failureOfKept)).toBeUndefined();
    });

    test("notices that the browser has cleared the site's data", async () => {
        await tab.evaluate(openAndKeep);
        const session = await tab.context().newCDPSession(tab);
        await session.send("Storage.clearDataForOrigin", {
            origin: new URL(browser().url).origin,
            storageTypes: "indexeddb"
        });
        const deleted = { kind: "unavailable", message: expect.stringContaining("deleted") };
        // The browser tells the tab a moment after it has cleared the data; until then a call may fail otherwise.
        let failure = await tab.evaluate(failureOfKept);
        while (!failure?.message.includes("deleted")) failure = await tab.evaluate(failureOfKept);
        expect(await tab.evaluate(failureOfKept)).toMatchObject(deleted);
    });
}

interface Kept {
    kept: ReturnType<Harness["IndexedDbPersistence"]["open"]>;
}

async function openAndKeep(): Promise<void> {
    const store = harness.IndexedDbPersistence.open();
    await store.open();
    (globalThis as unknown as Kept).kept = store;
}

function failureOfKept(): ReturnType<Harness["failureOf"]> {
    return harness.failureOf((globalThis as unknown as Kept).kept.list("did:e:someone"));
}

function failureOfOpening(): ReturnType<Harness["failureOf"]> {
    return harness.failureOf(harness.IndexedDbPersistence.open().open());
}
