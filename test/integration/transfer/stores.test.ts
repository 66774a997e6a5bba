import { LokiJsConnection } from "@js-soft/docdb-access-loki";
import * as fc from "fast-check";
import { join } from "node:path";
import type { PersistencePort } from "../../../src";
import { DocumentDatabasePersistence } from "../../../src/adapters/docdb";
import { PostgresPersistence } from "../../../src/adapters/postgres";
import { SqlitePersistence } from "../../../src/adapters/sqlite";
import { exportRecords, importRecords } from "../../../src/transfer";
import { MongoDbStandIn } from "../../support/docdb/MongoDbStandIn";
import { PostgresServer } from "../../support/PostgresServer";
import { storeWith, withMethods } from "../../support/records";
import { inTemporaryDirectory } from "../../support/temporaryDirectory";
import { arbitraryStores } from "../../support/transfer/arbitraryStores";
import { allRecords } from "../../support/pseudonymization/marks";
import { exported, source } from "../../support/transfer/lines";
import { manyRecords } from "../../support/transfer/manyRecords";

let server: PostgresServer;
beforeAll(async () => (server = await PostgresServer.start()), 30_000);
afterAll(async () => await server.remove());

/** One new, empty store of each kind. */
function stores(folder: string, schema: string, connection: LokiJsConnection): PersistencePort[] {
    return [
        SqlitePersistence.open(join(folder, "identities.db")),
        PostgresPersistence.open(server.config(), { schema }),
        DocumentDatabasePersistence.overLokiJs({ connection, databaseName: "host" }),
        DocumentDatabasePersistence.overMongoDb({ database: new MongoDbStandIn().connect() })
    ];
}

describe("Records", () => {
    test("go from store to store, each of another kind, and are the same in each", async () => {
        let round = 0;
        await fc.assert(
            fc.asyncProperty(arbitraryStores, async (records) => {
                await inTemporaryDirectory(async (folder) => {
                    const first = await storeWith(...records);
                    const connection = LokiJsConnection.inMemory();
                    const lines = await exported(first);
                    let from: PersistencePort = first;
                    for (const to of stores(folder, `round_${++round}`, connection)) {
                        const reading = from;
                        await importRecords(to, () => exportRecords(reading));
                        expect(await allRecords(to)).toEqual(records);
                        expect(await exported(to)).toEqual(lines);
                        await from.close();
                        from = to;
                    }
                    await from.close();
                    await connection.close();
                });
            }),
            { numRuns: 6, endOnFailure: true }
        );
    }, 30_000);

    test("are all there after the server was killed and the import run again", async () => {
        const records = manyRecords(900);
        const lines = await exported(await storeWith(...records));
        const target = PostgresPersistence.open(server.config(), { schema: "killed", retry: { attempts: 1 } });
        let inserted = 0;
        let hasBeenKilled = false;
        const dying = withMethods(target, {
            insert: async (record) => {
                await target.insert(record);
                if (++inserted < 300 || hasBeenKilled) return;
                hasBeenKilled = true;
                await server.kill();
            }
        });

        await expect(importRecords(dying, source(lines))).rejects.toMatchObject({ kind: "unavailable" });
        await server.start();
        const summary = await importRecords(target, source(lines));

        expect(summary.count).toBe(900);
        expect(summary.alreadyThere).toBeGreaterThanOrEqual(300);
        expect(summary.inserted).toBe(900 - summary.alreadyThere);
        expect(await allRecords(target)).toEqual(records);
        await target.close();
    }, 30_000);
});
