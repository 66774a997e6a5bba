import Libsql from "libsql";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SqlitePersistence } from "../../src/adapters/sqlite";
import { alice } from "../support/fixtures";
import { recordOf } from "../support/records";
import { inTemporaryDirectory } from "../support/temporaryDirectory";

const secret = "a-word-that-is-nowhere-else";

/** Enough that pages become free as wholes, and others lose some of their rows. */
const records = Array.from({ length: 300 }, () =>
    recordOf(alice, { status: "Cancelled" }, { data: { address: `${secret} ${"x".repeat(300)}` } })
);

/** Writes the secret often, then replaces some of it and deletes the rest. */
async function writeAndErase(store: SqlitePersistence): Promise<void> {
    for (const record of records) await store.insert(record);
    for (const [index, record] of records.entries()) {
        if (index % 3 === 0) await store.update({ ...record, revision: 2, data: {} }, 1);
        else await store.delete(record.identityKey, record.key, 1);
    }
}

describe(`${SqlitePersistence.name}, for what must be gone`, () => {
    test("leaves nothing in its file of what was replaced or deleted, once it is closed", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "identities.db");
            const store = SqlitePersistence.open(path);
            await store.open();
            await writeAndErase(store);
            await store.close();

            expect((await readFile(path)).includes(secret)).toBe(false);
        });
    });

    test("leaves nothing in a file of the host's either, once the host has emptied its write-ahead log", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "host.db");
            const handle = new Libsql(path);
            handle.exec("PRAGMA journal_mode = WAL");
            const store = SqlitePersistence.using(handle);
            await store.open();
            await writeAndErase(store);
            await store.close();
            handle.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all();

            expect((await readFile(path)).includes(secret)).toBe(false);
            expect((await readFile(`${path}-wal`)).length).toBe(0);
            handle.close();
        });
    });
});
