import { createFile } from "./createFile";
import { LockRetry } from "./LockRetry";
import { Migrator } from "./Migrator";
import { SqliteDatabase, SqliteDriver } from "./SqliteDatabase";
import { requireUsableLocation, SqliteLocation } from "./SqliteLocation";
import { prepareStatements, Statements } from "./statements";

/** How long the driver, which is synchronous, may wait for a lock; `LockRetry` waits longer. */
const blockingBusyTimeoutInMs = 20;

/** SQLite would leave what is deleted readable in the file until it needs the space. */
const overwriteWhatIsDeleted = "PRAGMA secure_delete = ON";

export interface SqliteConnection {
    readonly database: SqliteDatabase;
    readonly statements: Statements;
    close(): void;
}

/** A failure leaves nothing open and the file as it was. */
export async function connect(
    location: SqliteLocation,
    driver: SqliteDriver,
    fileMode: number,
    lockRetry: LockRetry
): Promise<SqliteConnection> {
    requireUsableLocation(location);
    if (location.isOnDisk) createFile(location.path, fileMode);
    const database = driver(location.path);
    try {
        database.exec(`PRAGMA busy_timeout = ${blockingBusyTimeoutInMs}`);
        const migrator = new Migrator(database);
        // Before anything is set: a file that is not ours, or a newer release's, must not change its journal mode.
        await lockRetry.read(() => migrator.hasWork);
        await lockRetry.write(() => database.exec("PRAGMA journal_mode = WAL"));
        database.exec("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON");
        database.exec(overwriteWhatIsDeleted);
        const statements = await prepare(database, migrator, lockRetry);
        return { database, statements, close: () => closeTidily(database) };
    } catch (error) {
        database.close();
        throw error;
    }
}

/** `synchronous` is raised: a resolved write must survive a crash. The journal mode and the busy timeout stay the host's. */
export async function adopt(database: SqliteDatabase, lockRetry: LockRetry): Promise<SqliteConnection> {
    const migrator = new Migrator(database);
    await lockRetry.read(() => migrator.hasWork);
    const [{ synchronous }] = database.prepare("PRAGMA synchronous").all() as { synchronous: number | bigint }[];
    if (Number(synchronous) < 2) database.exec("PRAGMA synchronous = FULL");
    database.exec(overwriteWhatIsDeleted);
    return { database, statements: await prepare(database, migrator, lockRetry), close: () => undefined };
}

async function prepare(database: SqliteDatabase, migrator: Migrator, lockRetry: LockRetry): Promise<Statements> {
    if (await lockRetry.read(() => migrator.hasWork)) await lockRetry.write(() => migrator.run());
    return await lockRetry.read(() => prepareStatements(database));
}

/** Empties the write-ahead log first: libsql releases a file, and SQLite empties the log, only at a garbage collection. */
function closeTidily(database: SqliteDatabase): void {
    try {
        database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all();
    } catch {
        // Locked, read-only or full: the log stays, and the next connection reads it.
    }
    database.close();
}
