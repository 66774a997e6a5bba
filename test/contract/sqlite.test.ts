import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SqlitePersistence, type SqliteDriver } from "../../src/adapters/sqlite";
import { persistenceContract, type ContractSubject } from "../../src/testing";
import { openWithNodeSqlite } from "../support/nodeSqlite";

persistenceContract({ describe, test }, `${SqlitePersistence.name} on a file, with libsql`, onAFile());

if (openWithNodeSqlite !== undefined) {
    persistenceContract(
        { describe, test },
        `${SqlitePersistence.name} on a file, with node:sqlite`,
        onAFile(openWithNodeSqlite)
    );
}

/** Each database is a real file in a directory of its own. */
function onAFile(driver?: SqliteDriver): ContractSubject {
    return {
        async createDatabase() {
            const directory = await mkdtemp(join(tmpdir(), "identity-deletion-sqlite-"));
            return {
                connect: () => SqlitePersistence.open(join(directory, "identities.db"), { driver }),
                remove: async () => await rm(directory, { recursive: true })
            };
        }
    };
}
