import { LokiJsConnection } from "@js-soft/docdb-access-loki";
import { join } from "node:path";
import type { PersistencePort } from "../../../src";
import { DocumentDatabasePersistence } from "../../../src/adapters/docdb";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { PostgresPersistence } from "../../../src/adapters/postgres";
import { SqlitePersistence } from "../../../src/adapters/sqlite";
import { connectToFiles, durableStorage } from "../../support/docdb/lokiJs";
import { MongoDbStandIn } from "../../support/docdb/MongoDbStandIn";
import { PostgresServer } from "../../support/PostgresServer";
import { inTemporaryDirectory } from "../../support/temporaryDirectory";
import { approvedAsItMustBe, liveWithApproved, summaryOf } from "../../support/transfer/enmeshed";

// A busy machine may take seconds where a quiet one takes none.
jest.setTimeout(30_000);

let server: PostgresServer;
beforeAll(async () => (server = await PostgresServer.start()), 30_000);
afterAll(async () => await server.remove());

type Live = (persistence: PersistencePort) => Promise<void>;

/** In a browser the same body runs over IndexedDB. */
describe("A process that an older Runtime has stored as Approved", () => {
    test.each<[string, (live: Live, folder: string) => Promise<void>]>([
        ["memory", async (live) => await live(new InMemoryPersistence())],
        ["SQLite", async (live, folder) => await live(SqlitePersistence.open(join(folder, "identities.db")))],
        ["PostgreSQL", async (live) => await live(PostgresPersistence.open(server.config()))],
        [
            "LokiJS in memory",
            async (live) => {
                const connection = LokiJsConnection.inMemory();
                await live(DocumentDatabasePersistence.overLokiJs({ connection, databaseName: "host" }));
                await connection.close();
            }
        ],
        [
            "LokiJS in a file",
            async (live, folder) => {
                const { connection, loki } = connectToFiles(folder, durableStorage());
                const database = await connection.getDatabase("host");
                await live(DocumentDatabasePersistence.overLokiJs({ database, lokiDatabase: loki() }));
                await connection.close();
            }
        ],
        [
            "MongoDB (its driver is a fake, no server)",
            async (live) =>
                await live(DocumentDatabasePersistence.overMongoDb({ database: new MongoDbStandIn().connect() }))
        ]
    ])("is found, shown as Active, left alone by reads, and stored as Active by a write: %s", async (_, within) => {
        await inTemporaryDirectory(async (folder) => {
            await within(async (persistence) => {
                const seen = await liveWithApproved(persistence);

                expect(summaryOf(seen)).toEqual(approvedAsItMustBe);
                expect(seen.afterReading).toEqual(seen.beforeReading);
            }, folder);
        });
    });
});
