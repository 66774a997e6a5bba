import { PersistenceError } from "../../ports/PersistenceError";
import { BrowserDatabase, loadIdb, Transaction } from "./browserDatabase";
import { indexNames, Migration, storeName } from "./migrations";

export interface OpenRequest {
    readonly name: string;
    readonly migrations: readonly Migration[];
    readonly mayCreate: boolean;
    readonly openTimeoutInMs: number;
    readonly onLost: (why: "closed" | "deleted") => void;
}

export async function openDatabase(request: OpenRequest): Promise<BrowserDatabase> {
    if (!("indexedDB" in globalThis)) throw new PersistenceError("unavailable", "There is no IndexedDB here.");

    const openDB = await loadIdb();
    const wait = new Wait(request.openTimeoutInMs);
    let failure: unknown;
    const opening: Promise<BrowserDatabase> = openDB(request.name, request.migrations.length, {
        upgrade(database, oldVersion, _newVersion, upgrade) {
            failure = upgradeFrom(oldVersion, database, upgrade, request);
        },
        blocked() {
            wait.isBlocked = true;
        },
        blocking(_currentVersion, blockedVersion) {
            // Another tab upgrades or deletes the database, and waits until every tab has closed it.
            void opening.then((database) => database.close());
            request.onLost(blockedVersion === null ? "deleted" : "closed");
        },
        terminated() {
            request.onLost("closed");
        }
    });
    try {
        return requireOurs(await wait.for(opening));
    } catch (error) {
        opening.then((late) => late.close()).catch(() => undefined);
        throw failure ?? error;
    }
}

function upgradeFrom(
    version: number,
    database: BrowserDatabase,
    upgrade: Transaction,
    { migrations, mayCreate, onLost }: OpenRequest
): unknown {
    upgrade.done.catch(() => undefined);
    try {
        if (version === 0 && !mayCreate) {
            onLost("deleted");
            throw databaseWasDeleted();
        }
        for (const migrate of migrations.slice(version)) migrate(database, upgrade);
        return undefined;
    } catch (error) {
        upgrade.abort();
        return error;
    }
}

export function databaseWasDeleted(): PersistenceError {
    return new PersistenceError("unavailable", "The database was deleted while it was open: open the store anew.");
}

/** Another program's database may have the same name. */
function requireOurs(database: BrowserDatabase): BrowserDatabase {
    const isOurs =
        database.objectStoreNames.contains(storeName) &&
        Object.values(indexNames).every((name) => indexesOf(database).contains(name));
    if (!isOurs) throw new PersistenceError("corrupt", "There is a database of this name, and it is not ours.");
    return database;
}

function indexesOf(database: BrowserDatabase): { contains(name: string): boolean } {
    return database.transaction(storeName, "readonly", { durability: "strict" }).store.indexNames;
}

/** An upgrade that is blocked would wait for ever. */
class Wait {
    public isBlocked = false;

    public constructor(private readonly timeoutInMs: number) {}

    public async for<Value>(promise: Promise<Value>): Promise<Value> {
        let timer: ReturnType<typeof setTimeout> | undefined;
        const timeout = new Promise<never>((_resolve, reject) => {
            timer = setTimeout(() => reject(this.timedOut()), this.timeoutInMs);
        });
        try {
            return await Promise.race([promise, timeout]);
        } finally {
            clearTimeout(timer);
        }
    }

    private timedOut(): PersistenceError {
        return new PersistenceError(
            "unavailable",
            this.isBlocked
                ? "The database must be upgraded, and another tab keeps an older release open: close the site's other tabs."
                : "The browser did not open the database in time."
        );
    }
}
