import { LokiJsConnection } from "@js-soft/docdb-access-loki";
import { MongoDbConnection } from "@js-soft/docdb-access-mongo";
import { randomUUID } from "node:crypto";
import { DocumentDatabasePersistence } from "../../src/adapters/docdb";
import { PersistenceError } from "../../src/ports/PersistenceError";
import type { PersistencePort } from "../../src/ports/PersistencePort";
import { type ContractSubject, persistenceContract } from "../../src/testing";
import { connectToFiles, hastyStorage, makeFolder, removeFolder } from "../support/docdb/lokiJs";
import { MongoDbStandIn } from "../support/docdb/MongoDbStandIn";

// A busy machine writes thousands of records in its own time.
jest.setTimeout(30_000);

const runner = { describe, test };
const databaseName = "host";
const mongoDbUrl = process.env.IDENTITY_DELETION_TEST_MONGODB_URL;

persistenceContract(runner, "LokiJS in memory", {
    createDatabase: async () => {
        const connection = LokiJsConnection.inMemory();
        await connection.getDatabase(databaseName);
        return {
            connect: () => DocumentDatabasePersistence.overLokiJs({ connection, databaseName }),
            remove: () => connection.close()
        };
    },
    // Within one process several stores share a database, though never several processes.
    connections: "many",
    isDurable: false
});

persistenceContract(runner, "LokiJS below a wrapper that hides its collection", {
    createDatabase: async () => {
        const connection = LokiJsConnection.inMemory();
        const loki = await connection.getDatabase(databaseName);
        const database = {
            getMap: (name: string) => loki.getMap(name),
            getCollection: async (name: string, uniqueIndexes?: string[]) => {
                const inner = await loki.getCollection(name, uniqueIndexes);
                return {
                    databaseType: inner.databaseType as string,
                    create: (document: unknown) => inner.create(document),
                    update: (old: unknown, document: unknown) => inner.update(old, document),
                    delete: (query: unknown) => inner.delete(query),
                    find: (...query: Parameters<typeof inner.find>) => inner.find(...query)
                };
            }
        };
        return {
            connect: () => DocumentDatabasePersistence.overLokiJs({ database }),
            remove: () => connection.close()
        };
    },
    connections: "many",
    isDurable: false
});

for (const [name, storage] of Object.entries({
    "LokiJS's own file storage": undefined,
    LokiJsFileStorage: hastyStorage
})) {
    persistenceContract(runner, `LokiJS in a file by ${name}`, lokiJsInAFile(storage));
}

persistenceContract(runner, "MongoDB (its driver is a fake, no server)", {
    createDatabase: async () => {
        const standIn = new MongoDbStandIn();
        return {
            connect: () =>
                DocumentDatabasePersistence.overMongoDb({ database: standIn.connect(), writesAreDurable: true }),
            remove: async () => undefined
        };
    }
});

if (mongoDbUrl === undefined) {
    test("MongoDB: NOT RUN AGAINST A SERVER, since IDENTITY_DELETION_TEST_MONGODB_URL is not set", () => {
        process.stderr.write(
            "\n*** The MongoDB adapter was not run against a server: IDENTITY_DELETION_TEST_MONGODB_URL is not set. ***\n\n"
        );
        expect(mongoDbUrl).toBeUndefined();
    });
} else {
    persistenceContract(runner, "MongoDB, a server", mongoDbServer(mongoDbUrl));
}

/** Each port has a connection of its own, so that what it finds has been through the file. */
function lokiJsInAFile(storage: typeof hastyStorage | undefined): ContractSubject {
    return {
        createDatabase: async () => {
            const folder = await makeFolder();
            return {
                connect: () => {
                    const files = connectToFiles(folder, storage?.());
                    return closingWithIt(
                        () => files.connection.close(),
                        storage !== undefined,
                        async () => {
                            const database = await files.connection.getDatabase(databaseName);
                            return DocumentDatabasePersistence.overLokiJs({ database, lokiDatabase: files.loki() });
                        }
                    );
                },
                remove: () => removeFolder(folder)
            };
        },
        connections: "one",
        isDurable: storage !== undefined
    };
}

function mongoDbServer(url: string): ContractSubject {
    return {
        createDatabase: async () => {
            const connection = await new MongoDbConnection(url).connect();
            const name = `identity-deletion-test-${randomUUID()}`;
            return {
                connect: () =>
                    DocumentDatabasePersistence.overMongoDb({ connection, databaseName: name, writesAreDurable: true }),
                remove: async () => {
                    await connection.client.db(name).dropDatabase();
                    await connection.close();
                }
            };
        }
    };
}

/** A port over a connection that is opened and closed with it, as by a process that ends. */
function closingWithIt(
    closeConnection: () => Promise<void>,
    isDurable: boolean,
    create: () => Promise<DocumentDatabasePersistence>
): PersistencePort {
    let closing: Promise<void> | undefined;
    let creating: Promise<DocumentDatabasePersistence> | undefined;
    const opened = async (): Promise<DocumentDatabasePersistence> => {
        if (creating === undefined) throw new PersistenceError("unavailable", "The port is not open.");
        return await creating;
    };
    return {
        isDurable,
        open: async () => {
            creating ??= create();
            await (await creating).open();
        },
        close: async () => {
            const port = await creating;
            await port?.close();
            await (closing ??= closeConnection());
        },
        insert: async (record) => await (await opened()).insert(record),
        update: async (record, expectedRevision) => await (await opened()).update(record, expectedRevision),
        delete: async (identityKey, key, revision) => await (await opened()).delete(identityKey, key, revision),
        findCurrent: async (identityKey) => await (await opened()).findCurrent(identityKey),
        findByLookup: async (lookup) => await (await opened()).findByLookup(lookup),
        list: async (identityKey, after, limit) => await (await opened()).list(identityKey, after, limit),
        findDue: async (until, limit, after) => await (await opened()).findDue(until, limit, after),
        scan: async (after, limit) => await (await opened()).scan(after, limit)
    };
}
