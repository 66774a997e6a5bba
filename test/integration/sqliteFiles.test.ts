import { open, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import { ErrorCode, IdentityDeletionModule, type PersistencePort, type StoredRecord } from "../../src";
import { requireReadable } from "../../src/ports/unreadableRecords";
import { SqlitePersistence } from "../../src/adapters/sqlite";
import { alice, bob } from "../support/fixtures";
import { persistenceError } from "../support/persistenceErrors";
import { recordOf } from "../support/records";
import { bytesOf, changeFile, fillFile, openStore } from "../support/sqliteFiles";
import { inTemporaryDirectory } from "../support/temporaryDirectory";

const pageSize = 4096;

/** A table without types, into which another tool could have put anything. */
const withoutStrictTables = `
    CREATE TABLE loose AS SELECT * FROM identity_deletion_process;
    DROP TABLE identity_deletion_process;
    ALTER TABLE loose RENAME TO identity_deletion_process;
    UPDATE identity_deletion_process SET revision = 'secret'`;

describe(`${SqlitePersistence.name} on a file that is not as it should be`, () => {
    test.each<[what: string, damage: (path: string) => Promise<void>, says: RegExp]>([
        [
            "a file of something else",
            (path) => writeFile(path, "not a database ".repeat(1000)),
            /not a SQLite database/
        ],
        ["a database cut in half", (path) => truncate(path, 8 * pageSize), /damaged/],
        ["a database cut within its first page", (path) => truncate(path, 50), /damaged|not a SQLite database/],
        ["a first page of garbage", (path) => overwrite(path, 0, 1), /not a SQLite database/],
        ["pages of garbage in the middle", (path) => overwrite(path, 3, 20), /damaged/]
    ])("says that %s is corrupt, and leaves it as it is", async (_what, damage, says) => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "identities.db");
            await fillFile(path);
            await damage(path);
            const before = await readFile(path);

            await expect(useStore(path)).rejects.toMatchObject(persistenceError("corrupt", says));
            await expect(useModule(path)).rejects.toMatchObject({ code: ErrorCode.storeIsCorrupt });
            expect((await readFile(path)).equals(before)).toBe(true);
        });
    });

    test.each([
        ["data that is no JSON", "UPDATE identity_deletion_process SET data = '{\"secret'"],
        ["data that is no object", "UPDATE identity_deletion_process SET data = '[\"secret\"]'"],
        ["a column of another type", withoutStrictTables]
    ])("says that a row with %s is corrupt, and does not quote it", async (_what, sql) => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "identities.db");
            await fillFile(path);
            changeFile(path, sql);

            const error: unknown = await useStore(path).catch((thrown: unknown) => thrown);
            expect(error).toMatchObject(persistenceError("corrupt"));
            expect(inspect(error)).not.toContain("secret");
        });
    });

    test("says that a database whose table is gone is corrupt", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "identities.db");
            await fillFile(path);
            changeFile(path, "DROP TABLE identity_deletion_process");
            await expect(useStore(path)).rejects.toMatchObject(persistenceError("corrupt", /tables are not as/));
        });
    });

    test("refuses the database of a newer release and changes nothing", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "identities.db");
            const ofANewerRelease = "CREATE TABLE identity_deletion_migration (number INTEGER PRIMARY KEY)";
            changeFile(path, `${ofANewerRelease}; INSERT INTO identity_deletion_migration VALUES (1), (99)`);
            const before = await bytesOf(path);

            await expect(useStore(path)).rejects.toMatchObject(persistenceError("newerVersion", /migration 99/));
            await expect(useModule(path)).rejects.toMatchObject({ code: ErrorCode.storeIsOfNewerVersion });
            expect(await bytesOf(path)).toEqual(before);
        });
    });

    test("opens a database that an earlier opening left without its tables", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "identities.db");
            await writeFile(path, "");
            expect(await useStore(path)).toEqual([]);
        });
    });
});

describe(`${SqlitePersistence.name} reading`, () => {
    test("never writes", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "identities.db");
            const [first, second] = await fillFile(path);
            const store = await openStore(path);
            const approved = recordOf(alice, { status: "Approved" });
            await store.insert(approved);
            const before = await bytesOf(path);

            expect(await store.findCurrent(alice.address)).toEqual([approved]);
            expect(await store.findByLookup(first.lookup)).toEqual(first);
            expect(await store.list(bob.address, undefined, 1)).toEqual([second]);
            expect(await store.list(bob.address, second, 1)).toHaveLength(1);
            await store.findDue("9999-12-31T23:59:59.999Z", 10);
            expect(await store.scan(approved.key, 10)).not.toContainEqual(approved);
            const module = await IdentityDeletionModule.create({ persistence: await openStore(path) });
            const shown = await module.forIdentity(alice).identityDeletionProcesses.getActiveIdentityDeletionProcess();
            expect(shown.value.status).toBe("Active");

            expect(await bytesOf(path)).toEqual(before);
            await module.close();
            await store.close();
        });
    });
});

async function overwrite(path: string, page: number, pages: number): Promise<void> {
    const file = await open(path, "r+");
    await file.write(Buffer.alloc(pages * pageSize, 0xa5), 0, pages * pageSize, page * pageSize);
    await file.close();
}

/** Opens it and reads everything. */
async function useStore(path: string): Promise<StoredRecord[]> {
    const store: PersistencePort = SqlitePersistence.open(path);
    try {
        await store.open();
        return requireReadable([...(await store.list(alice.address)), ...(await store.list(bob.address))]);
    } finally {
        await store.close();
    }
}

/** The same as a host does it; throws the error that it gets to see. */
async function useModule(path: string): Promise<void> {
    const module = await IdentityDeletionModule.create({ persistence: SqlitePersistence.open(path) });
    try {
        for (const identity of [alice, bob]) {
            const result = await module.forIdentity(identity).identityDeletionProcesses.getIdentityDeletionProcesses();
            if (result.isError) throw result.error;
        }
    } finally {
        await module.close();
    }
}
