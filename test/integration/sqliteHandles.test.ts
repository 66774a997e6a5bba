import { join } from "node:path";
import Libsql from "libsql";
import { ErrorCode, IdentityDeletionModule } from "../../src";
import { SqlitePersistence, type SqliteDatabase } from "../../src/adapters/sqlite";
import { alice } from "../support/fixtures";
import { openWithNodeSqlite } from "../support/nodeSqlite";
import { persistenceError } from "../support/persistenceErrors";
import { recordOf } from "../support/records";
import { openStore, queryFile } from "../support/sqliteFiles";
import { inTemporaryDirectory } from "../support/temporaryDirectory";

const drivers: [name: string, open: (path: string) => SqliteDatabase][] = [["libsql", (path) => new Libsql(path)]];
if (openWithNodeSqlite !== undefined) drivers.push(["node:sqlite", openWithNodeSqlite]);

describe.each(drivers)(`${SqlitePersistence.name} over a handle of the host, with %s`, (_name, openHandle) => {
    test("works next to the host's own tables and leaves the handle open", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "host.db");
            const handle = openHandle(path);
            handle.exec(
                "PRAGMA user_version = 7; CREATE TABLE customer (name TEXT); INSERT INTO customer VALUES ('c')"
            );

            const persistence = SqlitePersistence.using(handle);
            expect(persistence.isDurable).toBe(true);
            const module = await IdentityDeletionModule.create({ persistence });
            const processes = module.forIdentity(alice).identityDeletionProcesses;
            expect(await processes.initiateIdentityDeletionProcess()).toBeSuccessful();
            await module.close();

            expect(await processes.getActiveIdentityDeletionProcess()).toBeAnError(ErrorCode.storeUnavailable);
            await expect(persistence.list(alice.address)).rejects.toMatchObject(persistenceError("unavailable"));
            expect(handle.prepare("SELECT name FROM customer").all()).toMatchObject([{ name: "c" }]);
            expect(handle.prepare("PRAGMA user_version").all()).toMatchObject([{ user_version: 7 }]);
            expect(queryFile(path, "SELECT slot FROM identity_deletion_process ORDER BY key")).toEqual([
                { slot: "!store" },
                { slot: alice.address }
            ]);
            handle.close();
        });
    });

    test("does not write into a transaction of the host", async () => {
        await inTemporaryDirectory(async (directory) => {
            const handle = openHandle(join(directory, "host.db"));
            const store = SqlitePersistence.using(handle);
            await store.open();
            const record = recordOf(alice, { status: "Active" });

            handle.exec("BEGIN");
            await expect(store.insert(record)).rejects.toMatchObject(
                persistenceError("unavailable", /host has a transaction open/)
            );
            handle.exec("CREATE TABLE customer (name TEXT); COMMIT");

            expect(handle.prepare("SELECT count(*) AS count FROM customer").all()).toMatchObject([{ count: 0 }]);
            await store.insert(record);
            expect(await store.list(alice.address)).toEqual([record]);
            handle.close();
        });
    });

    test("raises a lower synchronous to full, and leaves a higher one", async () => {
        await inTemporaryDirectory(async (directory) => {
            const handle = openHandle(join(directory, "host.db"));
            for (const [before, after] of [
                ["NORMAL", 2],
                ["EXTRA", 3]
            ] as const) {
                handle.exec(`PRAGMA synchronous = ${before}`);
                await SqlitePersistence.using(handle).open();
                expect(handle.prepare("PRAGMA synchronous").all()).toMatchObject([{ synchronous: after }]);
            }
            handle.close();
        });
    });

    test("is not durable in memory, or where the journal is", async () => {
        await inTemporaryDirectory(async (directory) => {
            expect(SqlitePersistence.using(openHandle(":memory:")).isDurable).toBe(false);
            const handle = openHandle(join(directory, "host.db"));
            handle.exec("PRAGMA journal_mode = MEMORY");
            expect(SqlitePersistence.using(handle).isDurable).toBe(false);
            handle.close();
        });
    });

    test("says at once that a closed handle cannot be used", () => {
        const handle = openHandle(":memory:");
        handle.close();
        expect(() => SqlitePersistence.using(handle)).toThrow("The host's SQLite database cannot be used");
    });
});

describe(`${SqlitePersistence.name} with connections of its own`, () => {
    test("syncs fully, with a write-ahead log", async () => {
        await inTemporaryDirectory(async (directory) => {
            let handle: SqliteDatabase | undefined;
            const driver = (path: string) => (handle = new Libsql(path));
            const store = SqlitePersistence.open(join(directory, "identities.db"), { driver });
            await store.open();
            const settings = ["journal_mode", "synchronous", "fullfsync", "checkpoint_fullfsync", "busy_timeout"];
            const values = settings.map((name) => handle!.prepare(`PRAGMA ${name}`).all()[0]);
            expect(values.map((row) => Object.values(row as object)[0] as unknown)).toEqual(["wal", 2, 1, 1, 20]);
            await store.close();
        });
    });

    test("opens twice at once, and again after it was closed", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "identities.db");
            let handles = 0;
            const driver = (file: string) => {
                handles++;
                return new Libsql(file);
            };
            const store = SqlitePersistence.open(path, { driver });
            await Promise.all([store.open(), store.open(), openStore(path)]);
            expect(handles).toBe(1);
            const record = recordOf(alice, { status: "Active" });
            await store.insert(record);

            await Promise.all([store.close(), store.close()]);
            await expect(store.findCurrent(alice.address)).rejects.toThrow("is not open");
            await store.open();
            expect(await store.findCurrent(alice.address)).toEqual([record]);
            await store.close();
        });
    });

    test("empties the write-ahead log when it closes, so that the file alone is the whole database", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "identities.db");
            const store = await openStore(path);
            await store.insert(recordOf(alice, { status: "Active" }));
            await store.close();
            expect(queryFile(`file:${path}?immutable=1`, "SELECT revision FROM identity_deletion_process")).toEqual([
                { revision: 1 }
            ]);
        });
    });

    test("keeps a database in memory for as long as it is open, and does not call it durable", async () => {
        const store = SqlitePersistence.open(":memory:");
        expect(store.isDurable).toBe(false);
        await store.open();
        await store.insert(recordOf(alice, { status: "Active" }));
        expect(await store.findCurrent(alice.address)).toHaveLength(1);
        await store.close();
        expect(SqlitePersistence.open("identities.db").isDurable).toBe(true);
    });

    test("refuses an empty path, as a missing setting leaves it: everything would be lost at the end", () => {
        expect(() => SqlitePersistence.open("")).toThrow(
            new TypeError(
                'The path of the SQLite database is empty: name a file, or ":memory:" for a store that is lost when it is closed.'
            )
        );
    });

    test("closes the handle of an opening that failed, and can be opened when the cause is gone", async () => {
        const closed: string[] = [];
        let isBroken = true;
        const driver = (path: string): SqliteDatabase => {
            const database = new Libsql(path);
            if (!isBroken) return database;
            return {
                exec: (sql) => database.exec(sql),
                prepare: () => {
                    throw Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR_READ" });
                },
                close: () => closed.push(path)
            };
        };
        const store = SqlitePersistence.open(":memory:", { driver });
        await expect(store.open()).rejects.toMatchObject(persistenceError("unavailable", /SQLITE_IOERR/));
        expect(closed).toEqual([":memory:"]);
        isBroken = false;
        await store.open();
        expect(await store.findCurrent(alice.address)).toEqual([]);
        await store.close();
    });
});
