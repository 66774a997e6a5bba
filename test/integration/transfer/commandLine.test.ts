import { randomBytes } from "node:crypto";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PostgresPersistence } from "../../../src/adapters/postgres";
import { SqlitePersistence } from "../../../src/adapters/sqlite";
import { PseudonymKey } from "../../../src/pseudonymization";
import { alice, bob } from "../../support/fixtures";
import { PostgresServer } from "../../support/PostgresServer";
import { recordOf } from "../../support/records";
import { changeFile } from "../../support/sqliteFiles";
import { inTemporaryDirectory } from "../../support/temporaryDirectory";
import { forged } from "../../support/transfer/forge";
import { allRecords } from "../../support/pseudonymization/marks";
import { manyRecords } from "../../support/transfer/manyRecords";
import { runCli } from "../../unit/cli/runCli";

let server: PostgresServer;
beforeAll(async () => (server = await PostgresServer.start()), 30_000);
afterAll(async () => await server.remove());

describe("identity-deletion database", () => {
    test("moves records from a SQLite file to PostgreSQL and back", async () => {
        await inTemporaryDirectory(async (folder) => {
            const records = manyRecords(300);
            const [first, last] = ["first.db", "last.db"].map((name) => SqlitePersistence.open(join(folder, name)));
            await first.open();
            for (const record of records) await first.insert(record);
            await first.close();

            const url = server.connectionString;
            for (const line of [
                "database export --database first.db --file out.jsonl",
                `database import out.jsonl --database ${url}`,
                `database export --database ${url} --file back.jsonl`,
                "database import back.jsonl --database last.db"
            ]) {
                const { exitCode, stderr } = await runCli(line.split(" "), { workingDirectory: folder });
                expect({ line, exitCode, stderr }).toEqual({ line, exitCode: 0, stderr: "" });
            }
            const postgres = PostgresPersistence.open(url);
            for (const store of [postgres, last]) {
                await store.open();
                expect(await allRecords(store)).toEqual(records);
                await store.close();
            }
        });
    }, 30_000);

    test("leaves no export behind of a database with records that cannot be read, and names their keys", async () => {
        await inTemporaryDirectory(async (folder) => {
            const records = manyRecords(5);
            const path = join(folder, "identities.db");
            const store = SqlitePersistence.open(path);
            await store.open();
            for (const record of records) await store.insert(record);
            await store.close();
            const keys = [records[1].key, records[3].key];
            for (const key of keys) {
                changeFile(path, `UPDATE identity_deletion_process SET data = '{"secret' WHERE key = '${key}'`);
            }
            const line = "database export --database identities.db --file out.jsonl";
            const { exitCode, stderr } = await runCli(line.split(" "), { workingDirectory: folder });
            expect(exitCode).toBe(4);
            for (const key of keys) expect(stderr).toContain(key);
            expect(stderr).not.toContain("secret");
            expect(await readdir(folder)).not.toContain("out.jsonl");
        });
    });

    test("refuses, given the key file, a record of one Identity that names another", async () => {
        await inTemporaryDirectory(async (folder) => {
            const key = randomBytes(32);
            await writeFile(join(folder, "identities.key"), key.toString("hex"), { mode: 0o600 });
            const pseudonymKey = PseudonymKey.of(key);
            const identityKey = pseudonymKey.identityKeyOf(alice.address);
            const record = recordOf({ ...alice, address: identityKey }, { status: "Active" });
            const foreign = { ...record, data: { ...record.data, address: bob.address } };
            const lines = forged([foreign], { pseudonymKey: pseudonymKey.id });
            await writeFile(join(folder, "in.jsonl"), `${lines.join("\n")}\n`);

            const line = "database import in.jsonl --database new.db --pseudonym-key-file identities.key";
            const { exitCode, stderr } = await runCli(line.split(" "), { workingDirectory: folder });
            expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(record.key) });
            expect(stderr).not.toContain(bob.address);
        });
    });
});
