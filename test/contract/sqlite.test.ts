import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SqlitePersistence, type SqliteDriver } from "../../src/adapters/sqlite";
import { persistenceContract, type ContractDatabase, type ContractSubject } from "../../src/testing";
import { ChildPrograms } from "../support/childPrograms";
import { openWithNodeSqlite } from "../support/nodeSqlite";
import { portInAnotherProcess } from "../support/portInAnotherProcess";
import { changeFile } from "../support/sqliteFiles";

// A busy machine writes thousands of records in its own time.
jest.setTimeout(30_000);

let programs: ChildPrograms;

beforeAll(async () => {
    programs = await ChildPrograms.compile("portProcess");
});

afterAll(async () => await programs.remove());

persistenceContract({ describe, test }, `${SqlitePersistence.name} on a file, with libsql`, onAFile());

if (openWithNodeSqlite !== undefined) {
    persistenceContract(
        { describe, test },
        `${SqlitePersistence.name} on a file, with node:sqlite`,
        onAFile(openWithNodeSqlite)
    );
}

interface SqliteFile extends ContractDatabase {
    readonly path: () => string;
    readonly moveToCopy: () => Promise<void>;
}

async function copyDatabase(from: string, to: string): Promise<void> {
    await copyFile(from, to);
    // Without its index, which the next connection makes anew.
    await copyFile(`${from}-wal`, `${to}-wal`).catch(() => undefined);
}

/** Each database is a real file in a directory of its own. */
function onAFile(driver?: SqliteDriver): ContractSubject<SqliteFile> {
    return {
        async createDatabase() {
            const directory = await mkdtemp(join(tmpdir(), "identity-deletion-sqlite-"));
            let path = join(directory, "identities.db");
            return {
                path: () => path,
                moveToCopy: async () => {
                    const original = path;
                    path = `${original}.copy`;
                    await copyDatabase(original, path);
                },
                connect: () => SqlitePersistence.open(path, { driver }),
                remove: async () => await rm(directory, { recursive: true })
            };
        },
        hooks: {
            damage: async (database, { key }) => {
                changeFile(database.path(), `UPDATE identity_deletion_process SET data = '{' WHERE key = '${key}'`);
            },
            makeNewer: async (database) =>
                changeFile(database.path(), "INSERT INTO identity_deletion_migration (number) VALUES (1000)"),
            // What a killed process has written is what the files hold at that moment.
            crash: async (database) => await database.moveToCopy(),
            secondProcess: async (database) => await portInAnotherProcess(programs, { sqlite: database.path() })
        }
    };
}
