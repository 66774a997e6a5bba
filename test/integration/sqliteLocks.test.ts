import { join } from "node:path";
import Libsql from "libsql";
import { SqlitePersistence } from "../../src/adapters/sqlite";
import { alice, bob } from "../support/fixtures";
import { persistenceError } from "../support/persistenceErrors";
import { recordOf } from "../support/records";
import { openStore, otherConnection } from "../support/sqliteFiles";
import { inTemporaryDirectory } from "../support/temporaryDirectory";

describe(`${SqlitePersistence.name} while another connection has the database locked`, () => {
    test("waits, and the event loop goes on: here it is what ends the lock", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "identities.db");
            const store = await openStore(path);
            const other = otherConnection(path);

            other.exec("BEGIN IMMEDIATE");
            const inserting = store.insert(recordOf(alice, { status: "Active" }));
            setTimeout(() => other.exec("COMMIT"), 100);
            await inserting;

            expect(await store.findCurrent(alice.address)).toHaveLength(1);
            await store.close();
        });
    });

    test("reads all the same", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "identities.db");
            const store = await openStore(path);
            const record = recordOf(alice, { status: "Active" });
            await store.insert(record);
            const other = otherConnection(path);

            other.exec("BEGIN IMMEDIATE");
            const waiting = store.insert(recordOf(bob, { status: "Active" }));
            expect(await store.findCurrent(alice.address)).toEqual([record]);
            expect(await store.findCurrent(bob.address)).toEqual([]);
            other.exec("COMMIT");
            await waiting;
            await store.close();
        });
    });

    test("says after its busy timeout that it is unavailable, and works again when the lock is gone", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "identities.db");
            const store = await openStore(path, 60);
            const second = await openStore(path);
            const record = recordOf(alice, { status: "Active" });
            await store.insert(record);
            const other = otherConnection(path);

            other.exec("BEGIN IMMEDIATE");
            const refusal = persistenceError("unavailable", /locked for 60 ms/);
            await expect(store.insert(recordOf(bob, { status: "Active" }))).rejects.toMatchObject(refusal);
            await expect(store.update({ ...record, revision: 2 }, 1)).rejects.toMatchObject(refusal);
            await expect(store.delete(record.identityKey, record.key, 1)).rejects.toMatchObject(refusal);
            other.exec("COMMIT");

            // What others write from now on must be seen: libsql would keep a connection that was refused in the past.
            const later = recordOf(bob, { status: "Active" });
            await second.insert(later);
            expect(await store.findCurrent(bob.address)).toEqual([later]);
            await store.update({ ...later, revision: 2 }, 1);
            await second.update({ ...later, revision: 3 }, 2);
            await store.delete(later.identityKey, later.key, 3);
            expect(await second.list(bob.address)).toEqual([]);
            await Promise.all([store.close(), second.close()]);
        });
    });

    test("lets one of many waiting calls ask again, and writes in the order of the calls", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "identities.db");
            let attempts = 0;
            const store = SqlitePersistence.open(path, {
                driver: (file) => {
                    const database = new Libsql(file);
                    const exec = database.exec.bind(database);
                    database.exec = (sql: string) => {
                        if (sql === "BEGIN IMMEDIATE") attempts++;
                        return exec(sql);
                    };
                    return database;
                }
            });
            await store.open();
            const other = otherConnection(path);

            other.exec("BEGIN IMMEDIATE");
            attempts = 0;
            const records = Array.from({ length: 50 }, () => recordOf(alice, { status: "Cancelled" }));
            const done: string[] = [];
            const waiting = records.map(async (record) => {
                await store.insert(record);
                done.push(record.key);
            });
            await new Promise(process.nextTick);
            expect(attempts).toBeLessThanOrEqual(2);
            other.exec("COMMIT");
            await Promise.all(waiting);
            expect(done).toEqual(records.map(({ key }) => key));
            await store.close();
        });
    });

    test("opens as soon as the lock is gone, and says that it is unavailable when it takes too long", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "identities.db");
            const other = otherConnection(path);

            other.exec("BEGIN EXCLUSIVE");
            const impatient = SqlitePersistence.open(path, { busyTimeoutInMs: 60 });
            await expect(impatient.open()).rejects.toMatchObject(persistenceError("unavailable", /locked for 60 ms/));
            await expect(impatient.findCurrent(alice.address)).rejects.toMatchObject(persistenceError("unavailable"));

            const patient = SqlitePersistence.open(path);
            const opening = patient.open();
            setTimeout(() => other.exec("COMMIT"), 50);
            await opening;
            await impatient.open();
            await patient.insert(recordOf(alice, { status: "Active" }));
            expect(await impatient.findCurrent(alice.address)).toHaveLength(1);
            await Promise.all([patient.close(), impatient.close()]);
        });
    });
});
