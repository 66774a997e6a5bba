import { join } from "node:path";
import { PostgresPersistence } from "../../../src/adapters/postgres";
import { SqlitePersistence } from "../../../src/adapters/sqlite";
import { PostgresServer } from "../../support/PostgresServer";
import { inTemporaryDirectory } from "../../support/temporaryDirectory";
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
});
